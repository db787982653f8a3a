package io.cmesh.tck.support;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands still until a test moves it. Thread-safe. */
public final class ManualClock extends Clock {
  /** Where {@link #ManualClock()} begins. */
  public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private volatile Instant now;

  /** Begins at {@link #START}. */
  public ManualClock() {
    this(START);
  }

  /** Begins at {@code now}. */
  public ManualClock(Instant now) {
    this.now = now;
  }

  /** Moves on, or back where {@code by} is negative. */
  public synchronized void advance(Duration by) {
    now = now.plus(by);
  }

  /** Sets it. */
  public synchronized void set(Instant instant) {
    now = instant;
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  /** Itself: a node knows UTC alone. */
  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
