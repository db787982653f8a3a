package io.cmesh.api.fqmn;

import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;

/** Walks forward over one text and never back. Counts chars; errors count code points. */
final class Cursor {
  private static final char DELETE = 0x7f;
  private static final char LAST_CONTROL = 0x9f;

  private final String text;
  private int pos;
  private int end;

  /** At the start of {@code text}, once its length and characters have been checked. */
  Cursor(String text) {
    this.text = text;
    this.end = text.length();
    checkCharacters();
  }

  private void checkCharacters() {
    if (end > Fqmn.MAX_BYTES) {
      throw tooLong();
    }
    int bytes = end;
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      if (c < ' ' || c >= DELETE) {
        bytes += extraBytes(c, i);
      }
    }
    if (bytes > Fqmn.MAX_BYTES) {
      throw tooLong();
    }
  }

  /** How many bytes of UTF-8 a char needs beyond its first one. */
  private int extraBytes(char c, int at) {
    if (c <= LAST_CONTROL) {
      throw expectedAt(at, "no control characters");
    }
    if (c < 0x800) {
      return 1;
    }
    if (!Character.isSurrogate(c)) {
      return 2;
    }
    boolean first = Character.isHighSurrogate(c);
    int other = first ? at + 1 : at - 1;
    boolean paired = other >= 0 && other < end && isPair(first, text.charAt(other));
    if (!paired) {
      throw expectedAt(at, "whole characters, no half of a surrogate pair");
    }
    return 1;
  }

  private static boolean isPair(boolean first, char other) {
    return first ? Character.isLowSurrogate(other) : Character.isHighSurrogate(other);
  }

  private static MeshException tooLong() {
    return new MeshException(
        Status.TOO_LARGE,
        "CMESH-FQMN-002",
        "an FQMN of more than " + Fqmn.MAX_BYTES + " bytes",
        "Store large values in parts, or send them as the payload of a message.");
  }

  int pos() {
    return pos;
  }

  int end() {
    return end;
  }

  String text() {
    return text;
  }

  /** Lets the rest of the walk end earlier. */
  void cut(int at) {
    end = at;
  }

  boolean atEnd() {
    return pos >= end;
  }

  /** The char ahead, or NUL at the end. */
  char peek() {
    return pos < end ? text.charAt(pos) : 0;
  }

  /** The char after the one ahead, or NUL. */
  char peekSecond() {
    return pos + 1 < end ? text.charAt(pos + 1) : 0;
  }

  void advance() {
    pos++;
  }

  void moveTo(int index) {
    pos = index;
  }

  /** Steps over {@code c} where it is ahead. */
  boolean skip(char c) {
    if (peek() != c || atEnd()) {
      return false;
    }
    pos++;
    return true;
  }

  void expect(char c, String what) {
    if (!skip(c)) {
      throw expected(what);
    }
  }

  void expectEnd(String what) {
    if (!atEnd()) {
      throw expected(what);
    }
  }

  String from(int start) {
    return text.substring(start, pos);
  }

  /** All that is left. */
  String rest() {
    String rest = text.substring(pos, end);
    pos = end;
    return rest;
  }

  FqmnException expected(String what) {
    return expectedAt(pos, what);
  }

  FqmnException expectedAt(int index, String what) {
    return new FqmnException(text.codePointCount(0, Math.min(index, text.length())) + 1, what);
  }
}
