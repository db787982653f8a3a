package io.cmesh.cmtp.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Utf8Test {
  @Test
  void itAgreesWithTheJdkOnEveryShortSequence() {
    byte[] bytes = new byte[3];
    for (int lead = 0x80; lead < 0x100; lead++) {
      for (int rest = 0; rest < 1 << 16; rest += 7) {
        bytes[0] = (byte) lead;
        bytes[1] = (byte) (rest >> 8);
        bytes[2] = (byte) rest;
        assertAgreement(bytes);
      }
    }
  }

  @Test
  void itAgreesWithTheJdkOnRandomSequencesOfFour() {
    Random random = new Random(1);
    byte[] bytes = new byte[4];
    for (int i = 0; i < 500_000; i++) {
      random.nextBytes(bytes);
      bytes[0] |= (byte) 0xF0;
      bytes[2] = (byte) (bytes[2] & 0x3F | 0x80);
      bytes[3] = (byte) (bytes[3] & 0x3F | 0x80);
      assertAgreement(bytes);
    }
  }

  private static void assertAgreement(byte[] bytes) {
    boolean valid = Utf8.firstInvalid(bytes, 0, bytes.length) < 0;
    if (valid != jdkTakes(bytes)) {
      assertThat(bytes).as("taken: " + valid).isEmpty();
    }
  }

  private static boolean jdkTakes(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  @Test
  void itNamesTheFirstBadByte() {
    byte[] bytes = "aü😀".getBytes(StandardCharsets.UTF_8);
    assertThat(Utf8.firstInvalid(bytes, 0, bytes.length)).isEqualTo(-1);
    assertThat(Utf8.firstInvalid(bytes, 0, bytes.length - 1)).isEqualTo(3);
    assertThat(Utf8.firstInvalid(bytes, 2, bytes.length)).isEqualTo(2);
  }
}
