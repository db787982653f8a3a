package io.cmesh.doors.mesh;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Text as a header's value can hold it: what is not printable ASCII is percent-encoded. */
final class HeaderText {
  private HeaderText() {}

  static String encode(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!plain(text.charAt(i))) {
        return encodeBytes(text.getBytes(StandardCharsets.UTF_8));
      }
    }
    return text;
  }

  private static String encodeBytes(byte[] utf8) {
    HexFormat hex = HexFormat.of().withUpperCase();
    StringBuilder out = new StringBuilder(utf8.length * 2);
    for (byte b : utf8) {
      if (plain((char) (b & 0xFF))) {
        out.append((char) b);
      } else {
        out.append('%').append(hex.toHexDigits(b));
      }
    }
    return out.toString();
  }

  private static boolean plain(char c) {
    return c >= ' ' && c < 127;
  }
}
