package io.cmesh.cmtp.internal;

/** Checks UTF-8 strictly (RFC 3629): no overlong forms, no surrogates, nothing above U+10FFFF. */
public final class Utf8 {
  private Utf8() {}

  /** Refuses {@code [from, to)} unless it is UTF-8, naming the first bad byte. */
  public static void require(byte[] bytes, int from, int to) {
    int bad = firstInvalid(bytes, from, to);
    if (bad >= 0) {
      throw Refusal.utf8(bad, String.format("byte 0x%02x (expected: UTF-8)", bytes[bad] & 0xFF));
    }
  }

  /** The offset of the first sequence that is not UTF-8, or -1. */
  static int firstInvalid(byte[] bytes, int from, int to) {
    int i = from;
    while (i < to) {
      if (bytes[i] >= 0) {
        i++;
        continue;
      }
      int length = sequence(bytes, i, to);
      if (length == 0) {
        return i;
      }
      i += length;
    }
    return -1;
  }

  private static int sequence(byte[] bytes, int i, int to) {
    int lead = bytes[i] & 0xFF;
    int length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || i + length > to || !secondFits(lead, bytes[i + 1] & 0xFF)) {
      return 0;
    }
    for (int k = 2; k < length; k++) {
      if ((bytes[i + k] & 0xC0) != 0x80) {
        return 0;
      }
    }
    return length;
  }

  // The second byte's range is what rules out overlong forms, surrogates and the far end
  // (Unicode standard, table 3-7).
  private static boolean secondFits(int lead, int second) {
    int low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    int high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    return second >= low && second <= high;
  }
}
