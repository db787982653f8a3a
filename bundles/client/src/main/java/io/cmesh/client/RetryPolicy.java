package io.cmesh.client;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How often and when a request is sent again, under the same id.
 *
 * @param attempts in all, the first included
 * @param first the wait before the second attempt; each further one is twice as long
 * @param longest no wait is longer, whatever the node asks for
 */
public record RetryPolicy(int attempts, Duration first, Duration longest) {
  /** Five attempts within about four seconds. */
  public static final RetryPolicy DEFAULT =
      new RetryPolicy(5, Duration.ofMillis(200), Duration.ofSeconds(5));

  /** One attempt. */
  public static final RetryPolicy NEVER = new RetryPolicy(1, Duration.ZERO, Duration.ZERO);

  /** The wait after attempt {@code attempt}, from 1; with jitter where the node names no delay. */
  public Duration delay(int attempt, Optional<Duration> retryAfter) {
    long millis =
        retryAfter.isPresent()
            ? retryAfter.get().toMillis()
            : jitter(first.toMillis() << Math.min(attempt - 1, 16));
    return Duration.ofMillis(Math.min(millis, longest.toMillis()));
  }

  private static long jitter(long millis) {
    return millis / 2 + ThreadLocalRandom.current().nextLong(millis / 2 + 1);
  }
}
