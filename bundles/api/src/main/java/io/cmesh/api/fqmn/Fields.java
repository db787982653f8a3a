package io.cmesh.api.fqmn;

/** Reads the kinds of field an FQMN is made of. */
final class Fields {
  private static final int WORD_LENGTH = 128;
  private static final int NAME_LENGTH = 253;
  private static final int LABEL_LENGTH = 63;

  private static final int LETTER = 1;
  private static final int DIGIT = 2;
  private static final int UNDERSCORE = 4;
  private static final int HYPHEN = 8;
  private static final int DOT = 16;
  private static final int UPPER = 32;
  private static final int RANGE = 64;
  private static final int[] CLASS = classes();

  private static final int WORD_START = LETTER | UNDERSCORE;
  private static final int WORD = WORD_START | DIGIT | HYPHEN | DOT;
  private static final int ACTION = WORD;
  private static final int LABEL = LETTER | DIGIT | HYPHEN;
  private static final int VERSION = LETTER | DIGIT | HYPHEN | DOT | RANGE;
  private static final int BASE64URL = LETTER | DIGIT | HYPHEN | UNDERSCORE;

  private Fields() {}

  private static int[] classes() {
    int[] table = new int[128];
    for (char c = 'a'; c <= 'z'; c++) {
      table[c] = LETTER;
      table[c - 'a' + 'A'] = LETTER | UPPER;
    }
    for (char c = '0'; c <= '9'; c++) {
      table[c] = DIGIT;
    }
    table['_'] = UNDERSCORE;
    table['-'] = HYPHEN;
    table['.'] = DOT;
    for (char c : new char[] {'~', '^', '<', '>', '=', '*', '+'}) {
      table[c] = RANGE;
    }
    return table;
  }

  private static boolean is(int kinds, char c) {
    return c < 128 && (CLASS[c] & kinds) != 0;
  }

  /** A function, key, action, service or event of events: a letter or underscore, then more. */
  static String word(Cursor c, String what) {
    int start = c.pos();
    if (!is(WORD_START, c.peek())) {
      throw c.expected(what + ": [A-Za-z_][A-Za-z0-9_.-]{0,127}");
    }
    return run(c, start, WORD, WORD_LENGTH, what);
  }

  /** What a consensus service is asked: a word that may begin with a digit. */
  static String action(Cursor c) {
    return run(c, c.pos(), ACTION, WORD_LENGTH, "an action: [A-Za-z0-9_.-]{1,128}");
  }

  /** A range of versions of the contract runtime. */
  static String version(Cursor c) {
    return run(c, c.pos(), VERSION, LABEL_LENGTH, "a version, as ~4.1.3");
  }

  /** A node: lower case. */
  static String node(Cursor c) {
    int start = c.pos();
    while (is(LABEL, c.peek()) && !is(UPPER, c.peek())) {
      c.advance();
    }
    return whole(c, start, LABEL_LENGTH, "a node: [a-z0-9-]{1,63}");
  }

  private static String run(Cursor c, int start, int kinds, int most, String what) {
    while (is(kinds, c.peek())) {
      c.advance();
    }
    return whole(c, start, most, what);
  }

  private static String whole(Cursor c, int start, int most, String what) {
    int length = c.pos() - start;
    if (length == 0) {
      throw c.expected(what);
    }
    if (length > most) {
      throw c.expectedAt(start + most, what + ", at most " + most + " characters");
    }
    return c.from(start);
  }

  /** An address or a name. */
  static String contract(Cursor c) {
    int start = c.pos();
    String found = name(c, "a contract: an address or a name");
    boolean looksLikeAddress = found.startsWith("0x") && found.indexOf('.') < 0;
    if (looksLikeAddress && !Addresses.isAddress(found)) {
      throw c.expectedAt(start, "an address: 0x and 1 to 40 hexadecimal digits");
    }
    return found;
  }

  /** A name of RFC 1123 labels. */
  static String name(Cursor c, String what) {
    int start = c.pos();
    do {
      label(c, what);
    } while (c.skip('.'));
    if (c.pos() - start > NAME_LENGTH) {
      throw c.expectedAt(start + NAME_LENGTH, "a name of at most " + NAME_LENGTH + " characters");
    }
    return c.from(start);
  }

  private static void label(Cursor c, String what) {
    int start = c.pos();
    char last = 0;
    while (is(LABEL, c.peek())) {
      last = c.peek();
      c.advance();
    }
    if (last == 0) {
      throw c.expected(what);
    }
    if (c.text().charAt(start) == '-') {
      throw c.expectedAt(start, "a label that begins with a letter or digit");
    }
    if (last == '-') {
      throw c.expectedAt(c.pos() - 1, "a label that ends with a letter or digit");
    }
    if (c.pos() - start > LABEL_LENGTH) {
      throw c.expectedAt(start + LABEL_LENGTH, "a label of at most " + LABEL_LENGTH);
    }
  }

  /** Whether an args field begins behind the colon ahead. */
  static boolean argsFollow(Cursor c) {
    return Values.isJsonStart(c.peekSecond());
  }

  /** Args to the end of the text: one JSON value. */
  static String args(Cursor c) {
    if (!Values.isJsonStart(c.peek())) {
      throw c.expected("arguments: one JSON value that begins with [, { or \"");
    }
    return json(c);
  }

  /** A value or payload to the end of the text. */
  static String value(Cursor c, String what) {
    if (c.atEnd()) {
      throw c.expected(what);
    }
    return Values.isJsonStart(c.peek()) ? json(c) : c.rest();
  }

  private static String json(Cursor c) {
    JsonSyntax.Fault fault = JsonSyntax.check(c.text(), c.pos(), c.end());
    if (fault != null) {
      throw c.expectedAt(fault.offset(), fault.expected());
    }
    return c.rest();
  }

  /** Whether {@code [from, to)} can be a signature. */
  static boolean isBase64Url(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!is(BASE64URL, text.charAt(i))) {
        return false;
      }
    }
    return from < to;
  }

  /** Whether {@code [from, to)} is letters and digits only. */
  static boolean isAlphanumeric(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!is(LETTER | DIGIT, text.charAt(i))) {
        return false;
      }
    }
    return from < to;
  }
}
