package io.cmesh.api.fqmn;

import org.jspecify.annotations.Nullable;

/**
 * Checks that a text is exactly one JSON value (RFC 8259), without building it.
 *
 * <p>Strict: no comments, no trailing commas, no leading zeros, no control characters in strings.
 * Objects and arrays nest at most {@link #MAX_DEPTH} deep. One pass, no recursion: the open
 * brackets are the bits of one number.
 *
 * <p>What is a value here must be one in every codec of a message, or it could be written and never
 * be answered. So this is I-JSON (RFC 7493) where that is narrower: no key twice in an object, no
 * half of a surrogate pair, no fraction or exponent beyond the range of a double; and no number of
 * more than {@value #MAX_NUMBER} characters.
 */
public final class JsonSyntax {
  /** The deepest nesting of objects and arrays. */
  public static final int MAX_DEPTH = 64;

  private static final int MAX_NUMBER = 1000;
  private static final String ESCAPES = "\"\\/bfnrt";

  private final String text;
  private final int end;
  private int pos;

  /** How many brackets are open, and which: a set bit is an object, the lowest the innermost. */
  private int depth;

  private long objects;

  /** Whether the innermost bracket has nothing in it yet. */
  private boolean fresh;

  private @Nullable JsonKeys keys;

  private JsonSyntax(String text, int from, int end) {
    this.text = text;
    this.pos = from;
    this.end = end;
  }

  /**
   * Where a text stops being JSON.
   *
   * @param offset index of the first char that is wrong, or the end where something is missing
   * @param expected what would have been right there
   */
  public record Fault(int offset, String expected) {}

  /** Checks the whole of {@code text}; null where it is one JSON value. */
  public static @Nullable Fault check(String text) {
    return check(text, 0, text.length());
  }

  /** Checks {@code text} in {@code [from, to)}; null where that is one JSON value. */
  public static @Nullable Fault check(String text, int from, int to) {
    return new JsonSyntax(text, from, to).run();
  }

  private @Nullable Fault run() {
    Fault fault = value();
    while (fault == null && depth > 0) {
      fault = member();
    }
    if (fault == null) {
      skipSpace();
      fault = pos < end ? expected("nothing behind the JSON value") : null;
    }
    return fault;
  }

  /** Reads a scalar whole, of an object or array the opening bracket. */
  private @Nullable Fault value() {
    skipSpace();
    char c = peek();
    return switch (c) {
      case '{', '[' -> open(c == '{');
      case '"' -> string();
      case 't' -> literal("true");
      case 'f' -> literal("false");
      case 'n' -> literal("null");
      default -> c == '-' || isDigit(c) ? number() : expected("a JSON value");
    };
  }

  private @Nullable Fault open(boolean object) {
    if (depth == MAX_DEPTH) {
      return expected("JSON of at most " + MAX_DEPTH + " levels");
    }
    pos++;
    depth++;
    objects = objects << 1 | (object ? 1 : 0);
    fresh = true;
    if (object) {
      keys = keys == null ? new JsonKeys() : keys;
      keys.open();
    }
    return null;
  }

  /** Inside a bracket: closes it, or reads the comma, the key and the beginning of a value. */
  private @Nullable Fault member() {
    skipSpace();
    boolean object = (objects & 1) != 0;
    char closing = object ? '}' : ']';
    boolean first = fresh;
    fresh = false;
    if (peek() == closing) {
      close(object);
      return null;
    }
    if (!first && !skip(',')) {
      return expected("',' or '" + closing + "'");
    }
    Fault fault = object ? key() : null;
    return fault == null ? value() : fault;
  }

  private void close(boolean object) {
    pos++;
    depth--;
    objects >>>= 1;
    if (object && keys != null) {
      keys.close();
    }
  }

  private @Nullable Fault key() {
    skipSpace();
    int start = pos;
    if (peek() != '"') {
      return expected("a key in double quotes");
    }
    Fault fault = string();
    if (fault != null) {
      return fault;
    }
    if (keys != null && !keys.add(text.substring(start + 1, pos - 1))) {
      return new Fault(start, "each key once in an object");
    }
    skipSpace();
    return skip(':') ? null : expected("':' behind the key");
  }

  private @Nullable Fault string() {
    pos++;
    boolean half = false;
    while (pos < end) {
      int start = pos;
      char c = text.charAt(pos);
      if (c < ' ') {
        return expected("no control characters in a string");
      }
      pos++;
      int unit = c == '\\' ? escape() : c;
      if (unit < 0) {
        return expected("an escape: one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX");
      }
      if (half != Character.isLowSurrogate((char) unit)) {
        return new Fault(start, "both halves of a surrogate pair");
      }
      if (c == '"') {
        return null;
      }
      half = Character.isHighSurrogate((char) unit);
    }
    return expected("'\"' at the end of the string");
  }

  /** The char that an escape stands for; negative where it is none. */
  private int escape() {
    char c = peek();
    if (c == 'u') {
      pos++;
      return hex4();
    }
    boolean known = ESCAPES.indexOf(c) >= 0;
    pos += known ? 1 : 0;
    return known ? c : -1;
  }

  private int hex4() {
    int value = 0;
    for (int i = 0; i < 4; i++) {
      int digit = Character.digit(peek(), 16);
      if (digit < 0 || peek() > 'f') {
        return -1;
      }
      value = value << 4 | digit;
      pos++;
    }
    return value;
  }

  private @Nullable Fault literal(String word) {
    if (pos + word.length() > end || !text.startsWith(word, pos)) {
      return expected(word);
    }
    pos += word.length();
    return null;
  }

  private @Nullable Fault number() {
    int start = pos;
    skip('-');
    if (!skip('0') && !digits()) {
      return expected("a digit");
    }
    boolean real = peek() == '.';
    if (skip('.') && !digits()) {
      return expected("a digit behind the point");
    }
    if (skip('e') || skip('E')) {
      real = true;
      if (!skip('+')) {
        skip('-');
      }
      if (!digits()) {
        return expected("a digit of the exponent");
      }
    }
    return outOfRange(start, real);
  }

  private @Nullable Fault outOfRange(int start, boolean real) {
    if (pos - start > MAX_NUMBER) {
      return new Fault(start, "a number of at most " + MAX_NUMBER + " characters");
    }
    boolean infinite = real && Double.isInfinite(Double.parseDouble(text.substring(start, pos)));
    return infinite ? new Fault(start, "a number within the range of a double") : null;
  }

  private boolean digits() {
    int start = pos;
    while (isDigit(peek())) {
      pos++;
    }
    return pos > start;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private void skipSpace() {
    char c = peek();
    while (c == ' ' || c == '\n' || c == '\r' || c == '\t') {
      pos++;
      c = peek();
    }
  }

  /** The char ahead, or NUL at the end, which no JSON has outside an error. */
  private char peek() {
    return pos < end ? text.charAt(pos) : 0;
  }

  private boolean skip(char c) {
    boolean there = peek() == c;
    pos += there ? 1 : 0;
    return there;
  }

  private Fault expected(String what) {
    return new Fault(pos, what);
  }
}
