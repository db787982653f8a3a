package io.cmesh.api.permission;

import io.cmesh.api.error.MeshException;
import io.cmesh.api.fqmn.Fqmn;
import io.cmesh.api.fqmn.Opcode;
import io.cmesh.api.message.Status;
import java.util.Locale;

/**
 * Which FQMNs a rule is about: fields between colons, {@code *} is any one field, a final {@code
 * **} the rest, even none. The first field is a role's opcode with or without {@code W} (the verb
 * tells reading from writing) or {@code *}.
 *
 * <p>Patterns are compared with resolved FQMNs, so they name addresses. A pattern that ends behind
 * contract and function, or behind the channel, covers whatever arguments, value, payload or action
 * follow. The channel of an {@code 0xE} may be a filter as in NATS: {@code 0xE:demo.>}.
 */
public record FqmnPattern(String text) {
  private static final int MAX_LENGTH = 1024;
  private static final int MAX_FIELDS = 8;
  private static final String REST = "**";

  /**
   * Reads a pattern; throws {@link io.cmesh.api.error.MeshException} (400) where it is malformed.
   */
  public static FqmnPattern parse(String text) {
    if (text.length() > MAX_LENGTH || text.chars().anyMatch(Character::isISOControl)) {
      throw bad(text, "at most " + MAX_LENGTH + " characters, no control characters");
    }
    String[] fields = text.split(":", -1);
    if (fields.length > MAX_FIELDS) {
      throw bad(text, "at most " + MAX_FIELDS + " fields");
    }
    boolean events = checkOpcode(text, fields);
    for (int i = 1; i < fields.length; i++) {
      checkField(text, fields[i], i == fields.length - 1, events && i == 1);
    }
    return new FqmnPattern(text);
  }

  private static boolean checkOpcode(String text, String[] fields) {
    String first = fields[0];
    boolean all = first.equals("*") || (first.equals(REST) && fields.length == 1);
    for (Opcode opcode : Opcode.values()) {
      if (opcode.text().equals(first)) {
        return opcode == Opcode.E || opcode == Opcode.EW;
      }
    }
    if (!all) {
      throw bad(text, "an opcode or * first");
    }
    return false;
  }

  private static void checkField(String text, String field, boolean last, boolean channel) {
    if (field.isEmpty()) {
      throw bad(text, "no empty field");
    }
    boolean wildcard = field.equals("*") || (last && field.equals(REST));
    if (wildcard || (!channel && field.indexOf('*') < 0)) {
      return;
    }
    if (!channel) {
      throw bad(text, "* as a whole field, ** as the last");
    }
    checkChannel(text, field);
  }

  private static void checkChannel(String text, String field) {
    try {
      io.cmesh.api.events.Subjects.checkFilter(field);
    } catch (MeshException e) {
      throw bad(text, "a channel or filter: " + e.text());
    }
  }

  private static MeshException bad(String text, String expected) {
    String shown = text.length() <= 80 ? text : text.substring(0, 80) + "…";
    return new MeshException(
        Status.BAD_REQUEST,
        "CMESH-PRM-001",
        "pattern: '" + shown + "' (expected: " + expected + ")",
        "Write fields between colons, as 0xS:0x001:* or 0xE:demo.a:**.");
  }

  /** Whether the pattern covers a resolved FQMN. */
  public boolean matches(Fqmn resolved) {
    return PatternWalk.matches(text, resolved);
  }

  /** Whether everything {@code other} covers is covered by this one: what may be granted on. */
  public boolean covers(FqmnPattern other) {
    String[] mine = canonical().split(":", -1);
    String[] theirs = other.canonical().split(":", -1);
    for (int i = 0; i < mine.length; i++) {
      if (mine[i].equals(REST)) {
        return true;
      }
      if (i == theirs.length || !coversField(mine, i, theirs[i])) {
        return false;
      }
    }
    return mine.length == theirs.length;
  }

  private static boolean coversField(String[] mine, int i, String theirs) {
    if (theirs.equals(REST)) {
      return false;
    }
    if (mine[i].equals("*") || mine[i].equals(theirs)) {
      return true;
    }
    boolean channel = i == 1 && mine[0].equals(Opcode.E.text());
    return channel && !theirs.equals("*") && Filters.covers(mine[i], theirs);
  }

  /**
   * The one form of all patterns that are written differently and mean the same: without {@code W},
   * addresses and names in lower case.
   */
  String canonical() {
    int colon = text.indexOf(':');
    String opcode = colon < 0 ? text : text.substring(0, colon);
    String rest = colon < 0 ? "" : text.substring(colon);
    if (opcode.length() == 4) {
      opcode = opcode.substring(0, 3);
    }
    if (!opcode.equals(Opcode.S.text()) && !opcode.equals(Opcode.R.text())) {
      return opcode + rest;
    }
    int end = rest.indexOf(':', 1);
    int contract = end < 0 ? rest.length() : end;
    return opcode + rest.substring(0, contract).toLowerCase(Locale.ROOT) + rest.substring(contract);
  }

  @Override
  public String toString() {
    return text;
  }
}
