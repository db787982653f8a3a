package io.cmesh.contract.mock;

import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import org.jspecify.annotations.Nullable;

/** Reads the few kinds of arguments that mock contracts take. */
final class Arguments {
  private static final int MAX_DIGITS = 15;

  private Arguments() {}

  /** {@code [n]} or {@code n}; {@code otherwise} where there are none. */
  static long number(@Nullable String json, long otherwise) {
    if (json == null) {
      return otherwise;
    }
    boolean array = json.startsWith("[") && json.endsWith("]");
    String digits = (array ? json.substring(1, json.length() - 1) : json).strip();
    int first = digits.startsWith("-") ? 1 : 0;
    int length = digits.length() - first;
    boolean number =
        length > 0
            && length <= MAX_DIGITS
            && digits.chars().skip(first).allMatch(c -> c >= '0' && c <= '9');
    if (!number) {
      throw bad(json, "[n], a whole number of at most " + MAX_DIGITS + " digits");
    }
    return Long.parseLong(digits);
  }

  /** Of two numbers; throws 400 where 64 bits do not hold it. */
  static long sum(long a, long b) {
    long sum = a + b;
    boolean overflow = ((a ^ sum) & (b ^ sum)) < 0;
    if (overflow) {
      throw bad(a + " + " + b, "a sum of at most 64 bits");
    }
    return sum;
  }

  /** {@code "text"} or {@code ["text"]}, without escapes. */
  static String text(@Nullable String json) {
    String text = json == null ? "" : json.strip();
    if (text.startsWith("[") && text.endsWith("]")) {
      text = text.substring(1, text.length() - 1).strip();
    }
    boolean quoted = text.length() > 2 && text.startsWith("\"") && text.endsWith("\"");
    String inside = quoted ? text.substring(1, text.length() - 1) : "";
    if (inside.isEmpty() || inside.indexOf('"') >= 0 || inside.indexOf('\\') >= 0) {
      throw bad(text, "one text in double quotes, without escapes");
    }
    return inside;
  }

  private static MeshException bad(String json, String expected) {
    String shown = json.length() <= 80 ? json : json.substring(0, 80) + "…";
    return new MeshException(
        Status.BAD_REQUEST,
        "CMESH-CTR-105",
        "arguments: " + shown + " (expected: " + expected + ")");
  }
}
