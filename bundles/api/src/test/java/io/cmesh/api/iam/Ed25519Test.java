package io.cmesh.api.iam;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmesh.api.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Ed25519Test {
  // RFC 8032 §7.1, test 2.
  private static final Bytes KEY =
      Bytes.hex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
  private static final Bytes DATA = Bytes.hex("72");
  private static final Bytes SIGNATURE =
      Bytes.hex(
          "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
              + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");

  @Test
  void theHoldersSignatureVerifies() {
    assertThat(Ed25519.verify(KEY, DATA, SIGNATURE)).isTrue();
  }

  @Test
  void aSignatureOverOtherDataDoesNotVerify() {
    assertThat(Ed25519.verify(KEY, Bytes.hex("73"), SIGNATURE)).isFalse();
  }

  @Test
  void aSignatureWithBytesBehindItDoesNotVerify() {
    assertThat(Ed25519.verify(KEY, DATA, SIGNATURE.concat(Bytes.hex("00")))).isFalse();
  }

  @Test
  void aSignatureAboveTheGroupsOrderDoesNotVerify() {
    Bytes high = SIGNATURE.slice(0, 32).concat(Bytes.hex("ff".repeat(32)));

    assertThat(Ed25519.verify(KEY, DATA, high)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "00", "0200000000000000000000000000000000000000000000000000000000000000"})
  void whatIsNoKeySignsNothing(String key) {
    assertThat(Ed25519.verify(Bytes.hex(key), DATA, SIGNATURE)).isFalse();
  }
}
