package io.cmesh.kernel.events;

import io.cmesh.api.provider.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a replaced bus equal to the one that serves: one pass of copying at a time, for all who
 * published while the one before ran. Thread-safe.
 */
final class Mirror {
  /** Publishers wait for a copy no longer than that. */
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final StreamCopy copy;
  private final Scheduler scheduler;
  private final Consumer<Throwable> broken;
  private final Consumer<Throwable> refused;
  private List<CompletableFuture<Void>> waiting = new ArrayList<>();
  private boolean running;
  private boolean failed;

  /**
   * @param broken told once where the copy cannot go on; nobody waits for it from then on
   * @param refused told whenever the bus that serves fails to take what is published
   */
  Mirror(
      StreamCopy copy,
      Scheduler scheduler,
      Consumer<Throwable> broken,
      Consumer<Throwable> refused) {
    this.copy = copy;
    this.scheduler = scheduler;
    this.broken = broken;
    this.refused = refused;
  }

  /** The bus that serves failed to take what was published. */
  void refused(Throwable failure) {
    refused.accept(failure);
  }

  /** Completes once what can be read on the serving bus now is on the other, too. Never fails. */
  CompletionStage<Void> caughtUp() {
    CompletableFuture<Void> mine = new CompletableFuture<>();
    synchronized (this) {
      if (failed) {
        mine.complete(null);
        return mine;
      }
      waiting.add(mine);
      if (running) {
        return mine;
      }
      running = true;
    }
    run();
    return mine;
  }

  private void run() {
    List<CompletableFuture<Void>> round;
    synchronized (this) {
      round = waiting;
      waiting = new ArrayList<>();
      if (round.isEmpty()) {
        running = false;
        return;
      }
    }
    Limits.within(scheduler, LIMIT, "copying to the replaced bus", copy.pass())
        .whenComplete((done, failure) -> landed(round, failure));
  }

  private void landed(List<CompletableFuture<Void>> round, @Nullable Throwable failure) {
    if (failure != null) {
      List<CompletableFuture<Void>> rest;
      synchronized (this) {
        failed = true;
        rest = waiting;
        waiting = new ArrayList<>();
      }
      broken.accept(failure);
      rest.forEach(f -> f.complete(null));
    }
    round.forEach(f -> f.complete(null));
    if (failure == null) {
      run();
    }
  }
}
