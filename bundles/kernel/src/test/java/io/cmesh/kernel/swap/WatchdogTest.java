package io.cmesh.kernel.swap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmesh.api.error.MeshException;
import io.cmesh.kernel.support.StepScheduler;
import io.cmesh.tck.support.ManualClock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WatchdogTest {
  private final StepScheduler scheduler = new StepScheduler();
  private final ManualClock clock = new ManualClock();
  private final Watchdog watchdog = new Watchdog(scheduler, clock, Duration.ofSeconds(1));
  private final AtomicLong progress = new AtomicLong();
  private final AtomicBoolean mayGiveUp = new AtomicBoolean(true);
  private final CompletableFuture<String> work = new CompletableFuture<>();
  private final CompletableFuture<String> guarded =
      watchdog.guard("copying", progress::get, mayGiveUp::get, work).toCompletableFuture();

  private void elapse(int times) {
    for (int i = 0; i < times; i++) {
      clock.advance(Duration.ofMillis(100));
      scheduler.elapse(Duration.ofMillis(100));
    }
  }

  @Test
  void whatEndsEndsAsItDoes() {
    work.complete("done");
    assertThat(guarded).isCompletedWithValue("done");
    elapse(30);
    assertThat(scheduler.timers()).isZero();
  }

  @Test
  void whatFailsFailsAsItDoes() {
    work.completeExceptionally(new IllegalStateException("broken"));
    assertThatThrownBy(guarded::join).hasRootCauseMessage("broken");
  }

  @Test
  void whatMakesProgressIsWaitedFor() {
    for (int i = 0; i < 50; i++) {
      progress.incrementAndGet();
      elapse(9);
    }
    assertThat(guarded).isNotDone();
  }

  @Test
  void whatMakesNoneIsGivenUpWithTheWayOut() {
    elapse(13);
    assertThatThrownBy(guarded::join)
        .cause()
        .isInstanceOfSatisfying(
            MeshException.class,
            e -> {
              assertThat(e.code()).isEqualTo("CMESH-SWP-015");
              assertThat(e.text()).isEqualTo("copying makes no progress for 1000 ms");
              assertThat(e.hint()).hasValueSatisfying(h -> assertThat(h).contains("swap.stall"));
            });
    elapse(1);
    assertThat(scheduler.timers()).isZero();
  }

  @Test
  void whatHasComeTooFarIsWaitedFor() {
    mayGiveUp.set(false);
    elapse(30);
    assertThat(guarded).isNotDone();
    work.complete("late");
    assertThat(guarded).isCompletedWithValue("late");
  }
}
