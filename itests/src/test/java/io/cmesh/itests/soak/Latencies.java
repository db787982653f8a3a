package io.cmesh.itests.soak;

import java.util.concurrent.atomic.AtomicLongArray;

/** How long calls took, in 32 steps for each power of two: within 3 %. Thread-safe. */
final class Latencies {
  private static final int STEPS = 32;

  private final AtomicLongArray counts = new AtomicLongArray(64 * STEPS);

  void add(long nanos) {
    counts.incrementAndGet(slot(Math.max(nanos, STEPS)));
  }

  private static int slot(long nanos) {
    int power = 63 - Long.numberOfLeadingZeros(nanos);
    return power * STEPS + (int) (nanos >>> (power - 5)) - STEPS;
  }

  long count() {
    long all = 0;
    for (int i = 0; i < counts.length(); i++) {
      all += counts.get(i);
    }
    return all;
  }

  /** So long or shorter took this share of the calls: milliseconds. */
  double millis(double share) {
    long below = (long) Math.ceil(count() * share);
    long seen = 0;
    int last = 0;
    for (int i = 0; i < counts.length() && seen < below; i++) {
      seen += counts.get(i);
      last = i;
    }
    long upper = (last % STEPS + STEPS + 1L) << Math.max(0, last / STEPS - 5);
    return count() == 0 ? 0 : upper / 1e6;
  }
}
