package io.cmesh.api.fqmn;

import org.jspecify.annotations.Nullable;

/**
 * Checks that a text is exactly one JSON value (RFC 8259), without building it.
 *
 * <p>Strict: no comments, no trailing commas, no leading zeros, no control characters in strings.
 * Objects and arrays nest at most {@link #MAX_DEPTH} deep. One pass, no recursion: the open
 * brackets are the bits of one number. Keys may repeat, and escapes may stand for half a surrogate
 * pair: both are syntax to RFC 8259.
 */
public final class JsonSyntax {
  /** The deepest nesting of objects and arrays. */
  public static final int MAX_DEPTH = 64;

  private final String text;
  private final int end;
  private int pos;

  /** How many brackets are open, and which: a set bit is an object, the lowest the innermost. */
  private int depth;

  private long objects;

  /** Whether the innermost bracket has nothing in it yet. */
  private boolean fresh;

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
      pos++;
      depth--;
      objects >>>= 1;
      return null;
    }
    if (!first && !skip(',')) {
      return expected("',' or '" + closing + "'");
    }
    Fault fault = object ? key() : null;
    return fault == null ? value() : fault;
  }

  private @Nullable Fault key() {
    skipSpace();
    if (peek() != '"') {
      return expected("a key in double quotes");
    }
    Fault fault = string();
    if (fault != null) {
      return fault;
    }
    skipSpace();
    return skip(':') ? null : expected("':' behind the key");
  }

  private @Nullable Fault string() {
    pos++;
    while (pos < end) {
      char c = text.charAt(pos);
      if (c == '"') {
        pos++;
        return null;
      }
      if (c < ' ') {
        return expected("no control characters in a string");
      }
      pos++;
      if (c == '\\' && !escape()) {
        return expected("an escape: one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX");
      }
    }
    return expected("'\"' at the end of the string");
  }

  private boolean escape() {
    char c = peek();
    if (c == 'u') {
      pos++;
      for (int i = 0; i < 4; i++) {
        if (Character.digit(peek(), 16) < 0 || peek() > 'f') {
          return false;
        }
        pos++;
      }
      return true;
    }
    boolean known = "\"\\/bfnrt".indexOf(c) >= 0;
    pos += known ? 1 : 0;
    return known;
  }

  private @Nullable Fault literal(String word) {
    if (pos + word.length() > end || !text.startsWith(word, pos)) {
      return expected(word);
    }
    pos += word.length();
    return null;
  }

  private @Nullable Fault number() {
    skip('-');
    if (!skip('0') && !digits()) {
      return expected("a digit");
    }
    if (skip('.') && !digits()) {
      return expected("a digit behind the point");
    }
    if (skip('e') || skip('E')) {
      if (!skip('+')) {
        skip('-');
      }
      return digits() ? null : expected("a digit of the exponent");
    }
    return null;
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
