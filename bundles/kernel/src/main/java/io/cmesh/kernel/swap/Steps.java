package io.cmesh.kernel.swap;

import io.cmesh.api.node.SwapReport;
import io.cmesh.api.node.SwapReport.Outcome;
import io.cmesh.api.node.SwapStep;
import io.cmesh.api.node.SwapStep.Step;
import io.cmesh.api.provider.Role;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Notes one swap as it goes. Thread-safe. */
final class Steps {
  /** A stack trace for a message must not fill the history. */
  private static final int MOST_TEXT = 2_000;

  private final long id;
  private final Role role;
  private final String from;
  private final String by;
  private final Clock clock;
  private final long asked;
  private final List<SwapStep> ended = new ArrayList<>();
  private Supplier<Move.Progress> progress = () -> Move.Progress.NONE;
  private String to;
  private Outcome outcome = Outcome.RUNNING;
  private @Nullable Step step;
  private long began;
  private long holdMillis;
  private @Nullable String error;
  private boolean over;

  Steps(long id, Role role, String from, String to, String by, Clock clock) {
    this.id = id;
    this.role = role;
    this.from = from;
    this.to = to;
    this.by = by;
    this.clock = clock;
    this.asked = clock.millis();
  }

  /** Ends the step before and begins this one. */
  synchronized void begin(Step next) {
    if (over) {
      return;
    }
    endStep();
    step = next;
    began = clock.millis();
  }

  private void endStep() {
    if (step != null) {
      ended.add(now());
    }
    step = null;
  }

  private SwapStep now() {
    Step running = step;
    if (running == null) {
      throw new IllegalStateException("no step runs (expected: one)");
    }
    Move.Progress moved =
        running == Step.COPY || running == Step.VERIFY ? progress.get() : Move.Progress.NONE;
    return new SwapStep(running, began, clock.millis() - began, moved.done(), moved.total());
  }

  /** The step that runs; null before the first and after the last. */
  synchronized @Nullable Step step() {
    return step;
  }

  synchronized void to(String label) {
    to = label;
  }

  synchronized void progress(Supplier<Move.Progress> now) {
    progress = now;
  }

  synchronized void held(long millis) {
    holdMillis = millis;
  }

  synchronized void outcome(Outcome now) {
    if (!over) {
      outcome = now;
    }
  }

  /** The last word: nothing is noted after it. */
  synchronized void end(Outcome last, @Nullable String why) {
    if (over) {
      return;
    }
    endStep();
    over = true;
    outcome = last;
    error = why == null || why.length() <= MOST_TEXT ? why : why.substring(0, MOST_TEXT) + " …";
  }

  synchronized SwapReport report() {
    List<SwapStep> all = new ArrayList<>(ended);
    if (step != null) {
      all.add(now());
    }
    return new SwapReport(id, role, from, to, by, asked, outcome, all, holdMillis, error);
  }
}
