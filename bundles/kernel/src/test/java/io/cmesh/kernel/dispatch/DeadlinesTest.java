package io.cmesh.kernel.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import io.cmesh.kernel.support.StepScheduler;
import io.cmesh.tck.support.ManualClock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class DeadlinesTest {
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final ManualClock clock = new ManualClock();
  private final StepScheduler scheduler = new StepScheduler();
  private final Deadlines deadlines = new Deadlines(scheduler, clock, LIMIT);

  private void elapse(Duration time) {
    clock.advance(time);
    scheduler.elapse(time);
  }

  @Test
  void aWaitThatTakesTooLongEndsWithTheOutcomeUnknown() {
    CompletableFuture<String> outcome = deadlines.within(new CompletableFuture<>());
    elapse(LIMIT.minusMillis(250));
    assertThat(outcome).isNotDone();

    elapse(Duration.ofMillis(250));

    CompletionException e = catchThrowableOfType(CompletionException.class, outcome::join);
    MeshException late = (MeshException) e.getCause();
    assertThat(late.status()).isEqualTo(Status.TIMEOUT);
    assertThat(late.code()).isEqualTo("CMESH-KRN-005");
    assertThat(late.text()).contains("within 5 s");
    assertThat(late.hint().orElseThrow()).contains("same id");
  }

  @Test
  void whatIsDoneInTimeKeepsItsOutcome() {
    CompletableFuture<String> early = deadlines.within(new CompletableFuture<>());
    CompletableFuture<String> later = deadlines.within(new CompletableFuture<>());
    assertThat(deadlines.within(CompletableFuture.completedFuture("done"))).isCompleted();
    early.complete("made");

    elapse(Duration.ofMinutes(1));

    assertThat(early).isCompletedWithValue("made");
    assertThat(later).isCompletedExceptionally();
    deadlines.close();
    assertThat(scheduler.timers()).isZero();
  }
}
