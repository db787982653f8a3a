package io.cmesh.kernel.dispatch;

import io.cmesh.api.Cancellable;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import io.cmesh.api.provider.Scheduler;
import java.time.Clock;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Ends waits that take too long with a 504. All have the same limit, so they end in the order they
 * began: a queue looked at now and then does it, without a timer for each. Thread-safe.
 */
final class Deadlines implements AutoCloseable {
  private static final Duration LOOK = Duration.ofMillis(250);

  private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();
  private final Clock clock;
  private final Duration limit;
  private final Cancellable looking;

  private record Waiting(long until, CompletableFuture<?> outcome) {}

  Deadlines(Scheduler scheduler, Clock clock, Duration limit) {
    this.clock = clock;
    this.limit = limit;
    this.looking = scheduler.every(LOOK, this::look);
  }

  <T> CompletableFuture<T> within(CompletableFuture<T> outcome) {
    if (!outcome.isDone()) {
      waiting.add(new Waiting(clock.millis() + limit.toMillis(), outcome));
    }
    return outcome;
  }

  private void look() {
    long now = clock.millis();
    for (Waiting first = waiting.peek(); first != null; first = waiting.peek()) {
      if (!first.outcome.isDone() && now < first.until) {
        return;
      }
      waiting.poll();
      if (!first.outcome.isDone()) {
        first.outcome.completeExceptionally(late());
      }
    }
  }

  private MeshException late() {
    return new MeshException(
        Status.TIMEOUT,
        "CMESH-KRN-005",
        "no answer within " + limit.toSeconds() + " s: the outcome is unknown",
        "Ask again with the same id: what was done is not done twice.");
  }

  @Override
  public void close() {
    looking.close();
  }
}
