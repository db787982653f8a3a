package io.cmesh.kernel.swap;

import io.cmesh.api.Cancellable;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import io.cmesh.api.provider.Scheduler;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** Gives up on what makes no progress, so that a newcomer that hangs does not hang the swap. */
final class Watchdog {
  private static final Duration LOOK = Duration.ofMillis(100);

  private final Scheduler scheduler;
  private final Clock clock;
  private final Duration stall;

  Watchdog(Scheduler scheduler, Clock clock, Duration stall) {
    this.scheduler = scheduler;
    this.clock = clock;
    this.stall = stall;
  }

  /**
   * Completes as {@code work} does, or exceptionally once {@code progress} has not changed for too
   * long.
   *
   * @param what is being waited for, for the error's text
   * @param mayGiveUp asked then: false where the work has come too far to be left alone
   */
  <T> CompletionStage<T> guard(
      String what, LongSupplier progress, BooleanSupplier mayGiveUp, CompletionStage<T> work) {
    CompletableFuture<T> guarded = new CompletableFuture<>();
    Look look = new Look(what, progress, mayGiveUp, guarded);
    Cancellable looking = scheduler.every(LOOK, look);
    work.whenComplete(
        (value, failure) -> {
          looking.close();
          if (failure != null) {
            guarded.completeExceptionally(failure);
          } else {
            guarded.complete(value);
          }
        });
    guarded.whenComplete((value, failure) -> looking.close());
    return guarded;
  }

  private final class Look implements Runnable {
    private final String what;
    private final LongSupplier progress;
    private final BooleanSupplier mayGiveUp;
    private final CompletableFuture<?> guarded;
    private long seen = -1;
    private long since = clock.millis();

    Look(
        String what,
        LongSupplier progress,
        BooleanSupplier mayGiveUp,
        CompletableFuture<?> guarded) {
      this.what = what;
      this.progress = progress;
      this.mayGiveUp = mayGiveUp;
      this.guarded = guarded;
    }

    @Override
    public void run() {
      long now = progress.getAsLong();
      if (now != seen) {
        seen = now;
        since = clock.millis();
      } else if (clock.millis() - since > stall.toMillis()
          && !guarded.isDone()
          && mayGiveUp.getAsBoolean()) {
        guarded.completeExceptionally(
            new MeshException(
                Status.TIMEOUT,
                "CMESH-SWP-015",
                what + " makes no progress for " + stall.toMillis() + " ms",
                "The newcomer is left alone; the old provider goes on. To wait longer: cmesh"
                    + " config set io.cmesh.kernel.swap.stall 5m"));
      }
    }
  }
}
