package io.cmesh.kernel.assembly;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts the requests that use an assembly: striped, each stripe on a cache line of its own, no
 * lock.
 *
 * <p>The sum may be read while others count. It is never below the number of pins that were taken
 * before the reading began and are still held: an increment that came before is seen, and a
 * decrement that is seen really happened. So once an assembly is no longer current, a sum of zero
 * means that nobody uses it.
 */
final class Pins {
  private static final int STRIPES = 16;
  private static final int SPACING = 16;

  private final AtomicLongArray counts = new AtomicLongArray(STRIPES * SPACING);

  int enter() {
    int stripe = ((int) Thread.currentThread().getId() & (STRIPES - 1)) * SPACING;
    counts.getAndIncrement(stripe);
    return stripe;
  }

  void leave(int stripe) {
    counts.getAndDecrement(stripe);
  }

  long sum() {
    long sum = 0;
    for (int i = 0; i < STRIPES; i++) {
      sum += counts.get(i * SPACING);
    }
    return sum;
  }
}
