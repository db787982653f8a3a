package io.cmesh.api.permission;

import io.cmesh.api.fqmn.Fqmn;
import io.cmesh.api.fqmn.Opcode;
import org.jspecify.annotations.Nullable;

/**
 * Walks once along the fields of a pattern, beside those of an FQMN. A pattern that ends behind
 * what an FQMN is about (contract and function, channel, name) covers every argument, value,
 * payload and action of events.
 */
final class PatternWalk {
  private final String text;

  /** Where the field ahead begins; behind the text once there is none. */
  private int at;

  private PatternWalk(String text) {
    this.text = text;
  }

  /** Whether {@code pattern}, taken to be well formed, covers {@code resolved}. */
  static boolean matches(String pattern, Fqmn resolved) {
    PatternWalk walk = new PatternWalk(pattern);
    return walk.core(resolved) && walk.tail(resolved);
  }

  private boolean core(Fqmn f) {
    if (!opcode(f.opcode())) {
      return false;
    }
    return switch (f.opcode()) {
      case S, SW -> address(f.target()) && optional(f.function());
      case A -> optional(f.version()) && address(f.target()) && optional(f.function());
      case E, EW -> channel(f.target());
      case R, RW -> address(f.target()) && optional(f.function());
      case I -> field(f.target());
      case C -> field(f.target()) && optional(f.function());
      case P -> field(f.target()) && (f.inner() == null || core(f.inner()));
    };
  }

  private boolean tail(Fqmn f) {
    Fqmn last = f.opcode() == Opcode.P && f.inner() != null ? f.inner() : f;
    if (ended() || isRest()) {
      return true;
    }
    if (last.opcode() == Opcode.E) {
      String action = last.function();
      return field(action == null ? "read" : action) && (ended() || argument(last.argument()));
    }
    Fqmn inner = last.inner();
    return argument(inner == null ? last.argument() : inner.text());
  }

  /** The last of all fields. */
  private boolean argument(@Nullable String argument) {
    return isRest() || (argument != null && field(argument) && ended());
  }

  private boolean optional(@Nullable String value) {
    return value == null || field(value);
  }

  /** A field whose case counts. */
  private boolean field(String value) {
    return isRest() || isAny() || literal(value, false);
  }

  /** An address or a name: case is ignored. */
  private boolean address(String value) {
    return isRest() || isAny() || literal(value, true);
  }

  private boolean literal(String value, boolean ignoreCase) {
    int end = end();
    boolean same =
        end - at == value.length() && text.regionMatches(ignoreCase, at, value, 0, value.length());
    at = end + 1;
    return same;
  }

  /** A channel, or one of the registrar, which has colons of its own. */
  private boolean channel(String channel) {
    int colon = channel.indexOf(':');
    if (colon >= 0) {
      return field(channel.substring(0, colon)) && channel(channel.substring(colon + 1));
    }
    if (isRest() || isAny()) {
      return true;
    }
    String filter = text.substring(Math.min(at, text.length()), end());
    at = end() + 1;
    return Filters.covers(filter, channel);
  }

  /** The role's letter decides: whether it writes is the verb's to say. */
  private boolean opcode(Opcode opcode) {
    if (isRest() || isAny()) {
      return true;
    }
    boolean same = text.startsWith(opcode.text().substring(0, 3), at);
    at = end() + 1;
    return same;
  }

  /** Whether the field ahead stands for all the rest; it is not stepped over. */
  private boolean isRest() {
    return text.length() - at == 2 && text.startsWith("**", at);
  }

  /** Steps over a field that stands for any one. */
  private boolean isAny() {
    boolean any = end() - at == 1 && text.charAt(at) == '*';
    at += any ? 2 : 0;
    return any;
  }

  private boolean ended() {
    return at > text.length();
  }

  private int end() {
    int colon = text.indexOf(':', at);
    return colon < 0 ? text.length() : colon;
  }
}
