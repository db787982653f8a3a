package io.cmesh.api.permission;

import io.cmesh.api.fqmn.Fqmn;

/**
 * Which FQMNs a rule is about: fields between colons, {@code *} is any one field, a final {@code
 * **} the rest, even none. The first field is a role's opcode with or without {@code W} (the verb
 * tells reading from writing) or {@code *}.
 */
public record FqmnPattern(String text) {
  /**
   * Reads a pattern; throws {@link io.cmesh.api.error.MeshException} (400) where it is malformed.
   */
  public static FqmnPattern parse(String text) {
    return new FqmnPattern(text);
  }

  /** Whether the pattern covers a resolved FQMN. */
  public boolean matches(Fqmn resolved) {
    return false;
  }

  /** Whether everything {@code other} covers is covered by this one: what may be granted on. */
  public boolean covers(FqmnPattern other) {
    return false;
  }
}
