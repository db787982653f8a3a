package io.cmesh.doors.miner;

import io.cmesh.api.events.NewEvent;
import io.cmesh.api.node.Traffic;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Events on their way to the node's stream. What is refused is tried again with growing delays for
 * a while, by whoever waits for it.
 */
final class Publishing {
  private static final Duration FIRST_DELAY = Duration.ofMillis(10);
  private static final Duration LONGEST_DELAY = Duration.ofSeconds(1);
  private static final Duration LONGEST_ATTEMPT = Duration.ofMinutes(1);

  private final Traffic traffic;
  private final List<NewEvent> events;
  private CompletionStage<Long> stage;

  private Publishing(Traffic traffic, List<NewEvent> events) {
    this.traffic = traffic;
    this.events = events;
    this.stage = attempt();
  }

  static Publishing start(Traffic traffic, List<NewEvent> events) {
    return new Publishing(traffic, events);
  }

  private CompletionStage<Long> attempt() {
    try {
      return traffic.publish(events);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /**
   * Waits until the events are stored.
   *
   * @param patience how long to try
   * @param stopped ends the waiting between two attempts
   * @throws io.cmesh.api.error.MeshException CMESH-MNR-011 where they could not be
   */
  void await(Duration patience, BooleanSupplier stopped) {
    long deadline = System.nanoTime() + patience.toNanos();
    long delay = FIRST_DELAY.toNanos();
    while (true) {
      try {
        stage.toCompletableFuture().get(LONGEST_ATTEMPT.toMillis(), TimeUnit.MILLISECONDS);
        return;
      } catch (ExecutionException | CancellationException e) {
        if (stopped.getAsBoolean() || System.nanoTime() - deadline > 0) {
          throw MinerErrors.noEvents(e.getCause() == null ? e : e.getCause());
        }
      } catch (TimeoutException e) {
        // Whether it was stored is unknown: another attempt could store it twice.
        throw MinerErrors.noEvents(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw MinerErrors.noEvents(e);
      }
      LockSupport.parkNanos(delay);
      delay = Math.min(delay * 2, LONGEST_DELAY.toNanos());
      stage = attempt();
    }
  }
}
