package io.cmesh.client.cli;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts durations in buckets that grow with them: 64 to each doubling, so a percentile is off by
 * 1.6 % at most. Thread-safe.
 */
final class Latencies {
  private static final int SUB_BITS = 6;
  private static final int SUB = 1 << SUB_BITS;

  private final AtomicLongArray counts = new AtomicLongArray(64 * SUB);
  private final AtomicLong total = new AtomicLong();

  void add(long nanos) {
    counts.incrementAndGet(bucket(Math.max(0, nanos)));
    total.incrementAndGet();
  }

  long count() {
    return total.get();
  }

  /**
   * The duration that {@code percent} of all are at most, in nanoseconds; 0 where there is none.
   */
  long percentile(double percent) {
    long wanted = (long) Math.ceil(total.get() * percent / 100);
    long seen = 0;
    for (int i = 0; i < counts.length(); i++) {
      seen += counts.get(i);
      if (seen >= wanted && seen > 0) {
        return upper(i);
      }
    }
    return 0;
  }

  private static int bucket(long nanos) {
    if (nanos < SUB) {
      return (int) nanos;
    }
    int shift = 63 - Long.numberOfLeadingZeros(nanos) - SUB_BITS;
    return (shift + 1) * SUB + (int) (nanos >>> shift) - SUB;
  }

  private static long upper(int bucket) {
    if (bucket < SUB) {
      return bucket;
    }
    int shift = bucket / SUB - 1;
    return ((long) (bucket % SUB + SUB + 1) << shift) - 1;
  }
}
