package io.cmesh.kernel.events;

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
  private final StreamCopy copy;
  private final Consumer<Throwable> broken;
  private List<CompletableFuture<Void>> waiting = new ArrayList<>();
  private boolean running;
  private boolean failed;

  /**
   * @param broken told once where the copy cannot go on; nobody waits for it from then on
   */
  Mirror(StreamCopy copy, Consumer<Throwable> broken) {
    this.copy = copy;
    this.broken = broken;
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
    copy.pass().whenComplete((done, failure) -> landed(round, failure));
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
