package io.cmesh.doors.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SlowAddressesTest {
  private static final long SECOND = 1_000_000_000L;

  private final SlowAddresses slow = new SlowAddresses();

  @Test
  void whatWasQuickIsNotSlow() {
    slow.took("0xS:0x001:k", 0, 400_000);
    assertThat(slow.isSlow("0xS:0x001:k", 400_000)).isFalse();
  }

  @Test
  void whatWasSlowMakesItsAddressSlowWhateverTheKey() {
    slow.took("0xS:0x001:k", 0, 2_000_000);
    assertThat(slow.isSlow("0xS:0x001:other", 2_000_000)).isTrue();
    assertThat(slow.isSlow("0xS:0x002:k", 2_000_000)).isFalse();
  }

  @Test
  void slownessIsForgotten() {
    slow.took("0xS:0x001:k", 0, 2_000_000);
    assertThat(slow.isSlow("0xS:0x001:k", 15 * SECOND)).isTrue();
    assertThat(slow.isSlow("0xS:0x001:k", 60 * SECOND)).isFalse();
  }

  @Test
  void aClockBelowZeroIsAClock() {
    slow.took("0xS:0x001:k", -60 * SECOND, -59 * SECOND);
    assertThat(slow.isSlow("0xS:0x001:k", -58 * SECOND)).isTrue();
    assertThat(slow.isSlow("0xS:0x001:k", 0)).isFalse();
  }
}
