package io.cmesh.doors.miner;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** How a job stands. Thread-safe. */
final class Progress {
  private final long startNanos;
  private final AtomicLong lines = new AtomicLong();
  private final AtomicLong answered = new AtomicLong();
  private final AtomicLong resumed = new AtomicLong();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private volatile boolean writing;
  private volatile long endNanos;

  Progress(long nowNanos) {
    this.startNanos = nowNanos;
  }

  /** A line was read. */
  void read() {
    lines.lazySet(lines.get() + 1);
  }

  /**
   * What an earlier start has done.
   *
   * @param linesPassed lines that are not read again
   * @param answers in the response file
   */
  void resumed(long linesPassed, long answers) {
    lines.set(linesPassed);
    resumed.set(answers);
  }

  void answered(int count) {
    answered.addAndGet(count);
  }

  void writing(boolean now) {
    writing = now;
  }

  boolean isWriting() {
    return writing;
  }

  void fail(Throwable reason) {
    failure.compareAndSet(null, reason);
  }

  @Nullable Throwable failure() {
    return failure.get();
  }

  void ended(long nowNanos) {
    endNanos = nowNanos == 0 ? 1 : nowNanos;
  }

  boolean isEnded() {
    return endNanos != 0;
  }

  long lines() {
    return lines.get();
  }

  /** Answers on disk, those of earlier starts included. */
  long answers() {
    return resumed.get() + answered.get();
  }

  /** Answers a second since this start. */
  double ratePerSecond(long nowNanos) {
    long end = endNanos == 0 ? nowNanos : endNanos;
    return answered.get() * 1e9 / Math.max(1_000_000, end - startNanos);
  }
}
