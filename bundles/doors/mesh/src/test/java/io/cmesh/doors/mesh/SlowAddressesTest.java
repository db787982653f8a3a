package io.cmesh.doors.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SlowAddressesTest {
  private static final String READ = "0xS:0x001:k";
  private static final long MILLI = 1_000_000;

  private final SlowAddresses slow = new SlowAddresses();

  private void took(long nanos, int times) {
    for (int i = 0; i < times; i++) {
      slow.took(READ, nanos);
    }
  }

  @Test
  void whatIsQuickIsNotSlow() {
    took(400_000, 1000);
    assertThat(slow.isSlow(READ)).isFalse();
  }

  @Test
  void whatIsSlowMakesItsAddressSlowWhateverTheKey() {
    took(MILLI, 20);
    assertThat(slow.isSlow("0xS:0x001:other")).isTrue();
    assertThat(slow.isSlow("0xS:0x002:k")).isFalse();
  }

  @Test
  void aVeryLongReadCountsAtOnce() {
    took(60_000 * MILLI, 1);
    assertThat(slow.isSlow(READ)).isTrue();
  }

  @Test
  void aShortPauseNowAndThenDoesNotCount() {
    for (int i = 0; i < 100; i++) {
      took(2 * MILLI, 1);
      took(5_000, 50);
      assertThat(slow.isSlow(READ)).isFalse();
    }
  }

  @Test
  void afterALongPauseAFewQuickReadsAreEnough() {
    took(100 * MILLI, 1);
    took(5_000, 10);
    assertThat(slow.isSlow(READ)).isFalse();
  }
}
