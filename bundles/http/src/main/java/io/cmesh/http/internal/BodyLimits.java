package io.cmesh.http.internal;

/**
 * How long a body may be, and how slow.
 *
 * @param maxBytes more is a 413
 * @param minBytesPerSecond a sender that stays below it for longer than {@value #GRACE_SECONDS} s
 *     is cut off; 0: none is
 */
record BodyLimits(int maxBytes, int minBytesPerSecond) {
  private static final long GRACE_SECONDS = 10;

  boolean isTooSlow(long bytes, long nanos) {
    long seconds = nanos / 1_000_000_000L - GRACE_SECONDS;
    return seconds > 0 && bytes < seconds * minBytesPerSecond;
  }
}
