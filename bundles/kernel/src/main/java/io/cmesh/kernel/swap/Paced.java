package io.cmesh.kernel.swap;

import io.cmesh.api.state.Scan;
import io.cmesh.api.state.StateEntry;
import java.time.Clock;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A snapshot's entries, counted, no faster than told; ends with {@link IllegalStateException} once
 * the swap is given up.
 */
final class Paced implements Iterator<StateEntry> {
  private static final long MOST_NANOS = 20_000_000;

  private final Scan entries;
  private final Clock clock;
  private final long bytesPerSecond;
  private final AtomicLong moved;
  private final long started;
  private long bytes;
  private volatile boolean abandoned;

  Paced(Scan entries, Clock clock, long bytesPerSecond, AtomicLong moved) {
    this.entries = entries;
    this.clock = clock;
    this.bytesPerSecond = bytesPerSecond;
    this.moved = moved;
    this.started = clock.millis();
  }

  void abandon() {
    abandoned = true;
  }

  @Override
  public boolean hasNext() {
    if (abandoned) {
      throw new IllegalStateException("the swap was given up (expected: no more reading)");
    }
    return entries.hasNext();
  }

  @Override
  public StateEntry next() {
    StateEntry entry = entries.next();
    moved.incrementAndGet();
    bytes += entry.key().size() + entry.value().size();
    if (bytesPerSecond > 0) {
      keepPace();
    }
    return entry;
  }

  private void keepPace() {
    long due = started + bytes * 1_000 / bytesPerSecond;
    long early = due - clock.millis();
    if (early > 1) {
      LockSupport.parkNanos(Math.min(early * 1_000_000, MOST_NANOS));
    }
  }
}
