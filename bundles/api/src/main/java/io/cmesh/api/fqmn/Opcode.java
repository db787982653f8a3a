package io.cmesh.api.fqmn;

import io.cmesh.api.permission.Verb;

/** What an FQMN begins with: {@code 0x}, the role's letter, and {@code W} for a write. */
public enum Opcode {
  /** IAM. */
  I("0xI", Verb.READ),
  /** Registrar: resolve and call. */
  R("0xR", Verb.READ),
  /** Registrar: register. */
  RW("0xRW", Verb.WRITE),
  /** State: read or query. */
  S("0xS", Verb.READ),
  /** State: write or execute. */
  SW("0xSW", Verb.WRITE),
  /** Events: read. */
  E("0xE", Verb.READ),
  /** Events: publish. */
  EW("0xEW", Verb.WRITE),
  /** Contract runtime; reserved for the node itself. */
  A("0xA", Verb.EXECUTE),
  /** Consensus. */
  C("0xC", Verb.READ),
  /** Router: on another node. */
  P("0xP", Verb.READ);

  private final String text;
  private final Verb verb;

  Opcode(String text, Verb verb) {
    this.text = text;
    this.verb = verb;
  }

  /** As written: {@code 0xSW}. */
  public String text() {
    return text;
  }

  /** What a caller must be permitted to do. */
  public Verb verb() {
    return verb;
  }

  /** Whether it changes something. */
  public boolean isWrite() {
    return this == RW || this == SW || this == EW;
  }
}
