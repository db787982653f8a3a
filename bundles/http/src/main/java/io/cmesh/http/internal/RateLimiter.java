package io.cmesh.http.internal;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Token buckets in bounded memory, without locks: the generic cell rate algorithm (ITU-T I.371),
 * which needs one number a bucket, the time at which it would be full again.
 *
 * <p>There are {@value #BUCKETS} buckets, chosen by hash; who shares one shares its rate. The hash
 * is salted, so that nobody can aim at another's bucket.
 */
final class RateLimiter {
  static final int BUCKETS = 1 << 14;

  private final AtomicLongArray fullAgain = new AtomicLongArray(BUCKETS);
  private final long intervalNanos;
  private final long toleranceNanos;
  private final long salt;

  /**
   * @param perSecond refill; 0 turns the limiter off
   * @param burst the bucket's size
   */
  RateLimiter(long perSecond, long burst, long salt) {
    this.intervalNanos = perSecond == 0 ? 0 : Math.max(1, 1_000_000_000L / perSecond);
    this.toleranceNanos = intervalNanos * Math.max(1, burst);
    this.salt = salt;
  }

  boolean isOff() {
    return intervalNanos == 0;
  }

  /**
   * Takes one token for {@code key}.
   *
   * @param now a monotonic clock, nanoseconds, not negative
   * @return 0 where there was one, else the nanoseconds until there is
   */
  long take(String key, long now) {
    if (intervalNanos == 0) {
      return 0;
    }
    int bucket = bucket(key);
    while (true) {
      long full = fullAgain.get(bucket);
      long next = Math.max(full, now) + intervalNanos;
      long over = next - now - toleranceNanos;
      if (over > 0) {
        return over;
      }
      if (fullAgain.compareAndSet(bucket, full, next)) {
        return 0;
      }
    }
  }

  /** How long {@code key} would have to wait, without taking anything. */
  long peek(String key, long now) {
    if (intervalNanos == 0) {
      return 0;
    }
    long over = Math.max(fullAgain.get(bucket(key)), now) + intervalNanos - now - toleranceNanos;
    return Math.max(0, over);
  }

  private int bucket(String key) {
    long mixed = (key.hashCode() ^ salt) * 0x9E3779B97F4A7C15L;
    return (int) (mixed >>> 50);
  }
}
