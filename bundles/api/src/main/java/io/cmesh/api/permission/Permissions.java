package io.cmesh.api.permission;

import io.cmesh.api.command.Mutation;
import io.cmesh.api.command.Principal;
import io.cmesh.api.fqmn.Fqmn;
import io.cmesh.api.state.View;
import java.util.List;
import java.util.Optional;

/** Who may do what: the one decision, and how its data lies in state. Pure; version 1. */
public final class Permissions {
  /** All rules of one subject under its name. */
  public static final String RULES = "rules";

  /** The owner's DID under each resource. */
  public static final String OWNERS = "owners";

  private Permissions() {}

  /** Decides. {@code resolved} has no names left in it. */
  public static Decision decide(Principal who, Verb verb, Fqmn resolved, View view) {
    return new Decision(false, "deny by default");
  }

  /** Whether {@code who} may grant and revoke rules on {@code pattern}. */
  public static Decision mayGrant(Principal who, FqmnPattern pattern, View view) {
    return new Decision(false, "deny by default");
  }

  /** The resource that is owned: {@code 0xS:<address>} in lower case, or {@code 0xE:<channel>}. */
  public static String resource(Fqmn resolved) {
    return resolved.text();
  }

  /** The owner of a resource. */
  public static Optional<String> owner(String resource, View view) {
    return Optional.empty();
  }

  /** Makes {@code did} the owner. */
  public static Mutation own(String resource, String did) {
    throw new IllegalStateException(resource + did);
  }

  /** The rules of a subject. */
  public static List<Rule> rulesOf(String subject, View view) {
    return List.of();
  }

  /** Every rule, by subject. */
  public static List<Rule> all(View view) {
    return List.of();
  }

  /**
   * Adds a rule's verbs to what the subject has on that pattern; throws 400 past 1,024 patterns a
   * subject.
   */
  public static Mutation grant(Rule rule, View view) {
    throw new IllegalStateException(rule.toString());
  }

  /** Takes a rule's verbs away; empty where the subject has none of them on that pattern. */
  public static Optional<Mutation> revoke(Rule rule, View view) {
    return Optional.empty();
  }
}
