package io.cmesh.api.fqmn;

import io.cmesh.api.events.Subjects;

/** Reads the channel of an {@code 0xE} or {@code 0xEW}. */
final class ChannelField {
  private ChannelField() {}

  /** Reads a channel up to its colon or the end. */
  static String read(Cursor c, boolean wildcards) {
    int start = c.pos();
    subject(c, wildcards);
    if (c.pos() - start > 4 || !isOpcode(c.from(start))) {
      return c.from(start);
    }
    if (!c.from(start).equals(Opcode.R.text())) {
      throw c.expectedAt(start, "a channel; of opcodes only 0xR stands for one");
    }
    registrar(c);
    return c.from(start);
  }

  private static boolean isOpcode(String field) {
    for (Opcode opcode : Opcode.values()) {
      if (opcode.text().equals(field)) {
        return true;
      }
    }
    return false;
  }

  /** {@code :<Event>} or {@code :<name>:<Event>}: a name has a dot, an event has none. */
  private static void registrar(Cursor c) {
    c.expect(':', "':' and an event of the registrar, as 0xR:Registered");
    int start = c.pos();
    String first = Fields.word(c, "an event or a name");
    if (first.indexOf('.') < 0) {
      return;
    }
    c.moveTo(start);
    Fields.name(c, "a name");
    c.expect(':', "':' and an event of the name");
    int event = c.pos();
    if (Fields.word(c, "an event").indexOf('.') >= 0) {
      throw c.expectedAt(event, "an event without dots");
    }
  }

  private static void subject(Cursor c, boolean wildcards) {
    int start = c.pos();
    do {
      token(c, wildcards);
    } while (c.skip('.'));
    if (bytes(c, start) > Subjects.MAX_BYTES) {
      throw c.expectedAt(start, "a channel of at most " + Subjects.MAX_BYTES + " bytes");
    }
  }

  private static int bytes(Cursor c, int start) {
    return c.from(start).getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
  }

  private static void token(Cursor c, boolean wildcards) {
    int start = c.pos();
    char wild = 0;
    while (!c.atEnd() && c.peek() != '.' && c.peek() != ':') {
      char ahead = c.peek();
      if (ahead == ' ') {
        throw c.expected("no space in a channel");
      }
      if (ahead == '*' || ahead == '>') {
        wild = ahead;
        checkWildcard(c, wildcards);
      }
      c.advance();
    }
    if (c.pos() == start) {
      throw c.expected("a channel: tokens between dots");
    }
    if (wild != 0 && c.pos() - start > 1) {
      throw c.expectedAt(start, "a wildcard as a whole token");
    }
    if (wild == '>' && c.peek() == '.') {
      throw c.expected("nothing behind >");
    }
  }

  private static void checkWildcard(Cursor c, boolean wildcards) {
    if (!wildcards) {
      throw c.expected("no wildcards when publishing");
    }
  }
}
