package io.cmesh.kernel.handlers.permissions;

import io.cmesh.api.command.Principal;
import io.cmesh.api.permission.FqmnPattern;
import io.cmesh.api.permission.Permissions;
import io.cmesh.api.permission.Rule;
import io.cmesh.api.permission.Verb;
import io.cmesh.api.state.View;
import java.util.stream.Stream;

/**
 * Who may do what the operator does: whoever has {@code administer} on {@code
 * 0xI:admin:<operation>} by a rule that names that address. A rule on everything is not enough: who
 * grants rules is not thereby given the node's files. Pure.
 */
public final class Administration {
  /** What the addresses of all operations begin with. */
  public static final String PREFIX = "0xI:admin:";

  private static final String ALL = "**";

  private Administration() {}

  /** Whether {@code who}, an identity, may do {@code operation}; {@code **} is all of them. */
  public static boolean permits(Principal who, String operation, View view) {
    return Stream.concat(Stream.of(who.did()), who.attributes().stream())
        .flatMap(subject -> Permissions.rulesOf(subject, view).stream())
        .anyMatch(rule -> covers(rule, operation));
  }

  private static boolean covers(Rule rule, String operation) {
    if (!rule.verbs().contains(Verb.ADMINISTER) || !isNamedBy(rule.pattern())) {
      return false;
    }
    String named = rule.pattern().text().substring(PREFIX.length());
    return named.equals(ALL)
        || named.equals(operation)
        || (named.equals("*") && !operation.equals(ALL));
  }

  /** Whether a pattern is about operations of the node and nothing else. */
  public static boolean isNamedBy(FqmnPattern pattern) {
    return pattern.text().startsWith(PREFIX);
  }
}
