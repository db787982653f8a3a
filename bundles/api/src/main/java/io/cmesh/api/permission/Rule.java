package io.cmesh.api.permission;

import java.util.Set;

/**
 * Gives a subject verbs on a pattern.
 *
 * @param subject a DID, or an attribute as {@code attr:<issuer>.<credential>.<attribute>=<value>}
 * @param pattern which FQMNs
 * @param verbs what is permitted; administer implies the others
 */
public record Rule(String subject, FqmnPattern pattern, Set<Verb> verbs) {
  /** Keeps an unmodifiable copy. */
  public Rule {
    verbs = Set.copyOf(verbs);
  }

  /** Whether this rule permits {@code verb}. */
  public boolean permits(Verb verb) {
    return verbs.contains(verb) || verbs.contains(Verb.ADMINISTER);
  }
}
