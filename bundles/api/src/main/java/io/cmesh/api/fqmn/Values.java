package io.cmesh.api.fqmn;

import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;

/**
 * What the text of a value or payload means: JSON stays that JSON; an integer within ±(2^53−1),
 * {@code true}, {@code false} and {@code null} are that value; any other text is a string.
 */
public final class Values {
  private static final long MAX_INTEGER = (1L << 53) - 1;
  private static final int MAX_DIGITS = 16;

  private Values() {}

  /**
   * The JSON text of a value as it stands in an FQMN.
   *
   * @throws MeshException 400 where it begins like JSON and is none, or is empty
   */
  public static String canonical(String raw) {
    if (raw.isEmpty()) {
      throw bad("nothing", "a value");
    }
    if (isJsonStart(raw.charAt(0))) {
      JsonSyntax.Fault fault = JsonSyntax.check(raw);
      if (fault != null) {
        throw bad("column " + (raw.codePointCount(0, fault.offset()) + 1), fault.expected());
      }
      return raw;
    }
    return isWord(raw) || isInteger(raw) ? raw : quote(raw);
  }

  private static MeshException bad(String where, String expected) {
    return new MeshException(
        Status.BAD_REQUEST,
        "CMESH-FQMN-004",
        "value: " + where + " (expected: " + expected + ")",
        "Text that begins with [, { or \" must be one JSON value.");
  }

  /** Whether text that begins so must be one JSON value. */
  static boolean isJsonStart(char c) {
    return c == '[' || c == '{' || c == '"';
  }

  private static boolean isWord(String raw) {
    return raw.equals("null") || raw.equals("true") || raw.equals("false");
  }

  /** Whether it is an integer as JSON writes one, and every JSON reader keeps it exactly. */
  private static boolean isInteger(String raw) {
    int first = raw.charAt(0) == '-' ? 1 : 0;
    int digits = raw.length() - first;
    boolean leadingZero = raw.length() > 1 && raw.startsWith("0", first);
    if (digits < 1 || digits > MAX_DIGITS || leadingZero) {
      return false;
    }
    long value = 0;
    for (int i = first; i < raw.length(); i++) {
      int digit = raw.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return false;
      }
      value = value * 10 + digit;
    }
    return value <= MAX_INTEGER;
  }

  /** Text as a JSON string; escapes only what RFC 8259 says must be. */
  public static String quote(String text) {
    StringBuilder out = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ') {
        out.append("\\u00").append(hex(c >> 4)).append(hex(c & 15));
      } else {
        out.append(c);
      }
    }
    return out.append('"').toString();
  }

  private static char hex(int digit) {
    return Character.forDigit(digit, 16);
  }
}
