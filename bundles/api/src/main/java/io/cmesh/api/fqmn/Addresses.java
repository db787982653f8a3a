package io.cmesh.api.fqmn;

import java.util.Locale;

/**
 * Contract addresses: {@code 0x} and 1 to 40 hexadecimal digits. Case is ignored, zeros count:
 * {@code 0x1} is not {@code 0x001}.
 */
public final class Addresses {
  private static final int MAX_DIGITS = 40;

  private Addresses() {}

  /** Whether {@code text} is an address, in whatever case. */
  public static boolean isAddress(String text) {
    int length = text.length();
    if (length < 3 || length > 2 + MAX_DIGITS || !text.startsWith("0x")) {
      return false;
    }
    for (int i = 2; i < length; i++) {
      if (!isHex(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isHex(char c) {
    return c <= 'f' && Character.digit(c, 16) >= 0;
  }

  /** The one form of an address under which it is stored, owned and cached: lower case. */
  public static String canonical(String address) {
    return address.toLowerCase(Locale.ROOT);
  }
}
