package io.cmesh.state.rocksdb;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets calls into native code until it is shut, and is shut only once none is inside: a call on a
 * closed engine would crash the JVM. Entering costs one atomic add. Thread-safe.
 *
 * <p>Who enters first counts itself in, then looks whether it is shut; who shuts first says so,
 * then waits for the counts. One of the two sees the other.
 */
final class Gate {
  /** What {@link #tryEnter} returns once shut. */
  static final int SHUT = -1;

  // 16 ints are a cache line: threads in different stripes do not slow each other down.
  private static final int STRIDE = 16;

  private final AtomicIntegerArray inside;
  private final int stripes;
  private volatile boolean shut;

  /** With as many counters, a power of two, as threads are expected at once. */
  Gate(int stripes) {
    this.stripes = stripes;
    this.inside = new AtomicIntegerArray(stripes * STRIDE);
  }

  /** Enters; hand what it returns to {@link #leave}. {@link #SHUT} once shut. */
  int tryEnter() {
    int stripe = ((int) Thread.currentThread().getId() & (stripes - 1)) * STRIDE;
    inside.getAndIncrement(stripe);
    if (shut) {
      inside.getAndDecrement(stripe);
      return SHUT;
    }
    return stripe;
  }

  /** Enters, or throws {@link IllegalStateException} once shut. */
  int enter() {
    int stripe = tryEnter();
    if (stripe == SHUT) {
      throw new IllegalStateException("state/rocksdb: closed (expected: no calls after close)");
    }
    return stripe;
  }

  void leave(int stripe) {
    inside.getAndDecrement(stripe);
  }

  /**
   * Refuses newcomers and waits for those inside, about {@code maxMillis} at most; returns whether
   * all have left.
   */
  boolean shut(int maxMillis) {
    shut = true;
    for (int waited = 0; !isEmpty(); waited++) {
      if (waited == maxMillis) {
        return false;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
    return true;
  }

  private boolean isEmpty() {
    for (int i = 0; i < inside.length(); i += STRIDE) {
      if (inside.get(i) != 0) {
        return false;
      }
    }
    return true;
  }
}
