package io.cmesh.http.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RateLimiterTest {
  private static final long SECOND = 1_000_000_000L;

  @Test
  void aBucketHoldsItsBurstAndNoMore() {
    RateLimiter limiter = new RateLimiter(10, 5, 0);
    for (int i = 0; i < 5; i++) {
      assertThat(limiter.take("a", 0)).isZero();
    }
    assertThat(limiter.take("a", 0)).isEqualTo(SECOND / 10);
  }

  @Test
  void aBucketRefillsAtItsRate() {
    RateLimiter limiter = new RateLimiter(10, 1, 0);
    limiter.take("a", 0);
    assertThat(limiter.take("a", SECOND / 10 - 1)).isEqualTo(1);
    assertThat(limiter.take("a", SECOND / 10)).isZero();
  }

  @Test
  void peekingTakesNothing() {
    RateLimiter limiter = new RateLimiter(1, 1, 0);
    assertThat(limiter.peek("a", 0)).isZero();
    assertThat(limiter.peek("a", 0)).isZero();
    limiter.take("a", 0);
    assertThat(limiter.peek("a", 0)).isEqualTo(SECOND);
  }

  @Test
  void aRateOfZeroIsOff() {
    RateLimiter limiter = new RateLimiter(0, 1, 0);
    assertThat(IntStream.range(0, 1000).allMatch(i -> limiter.take("a", 0) == 0)).isTrue();
  }

  @Test
  void manyThreadsTogetherGetTheBurstExactly() {
    RateLimiter limiter = new RateLimiter(1, 1000, 42);
    AtomicInteger taken = new AtomicInteger();
    IntStream.range(0, 5000)
        .parallel()
        .forEach(
            i -> {
              if (limiter.take("a", 7) == 0) {
                taken.incrementAndGet();
              }
            });
    assertThat(taken).hasValue(1000);
  }
}
