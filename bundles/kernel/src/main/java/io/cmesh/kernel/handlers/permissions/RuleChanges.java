package io.cmesh.kernel.handlers.permissions;

import io.cmesh.api.Bytes;
import io.cmesh.api.command.Command;
import io.cmesh.api.command.Principal;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import io.cmesh.api.permission.Decision;
import io.cmesh.api.permission.PermissionCommands;
import io.cmesh.api.permission.Permissions;
import io.cmesh.api.permission.Rule;
import io.cmesh.api.permission.Verb;
import io.cmesh.api.state.View;
import io.cmesh.kernel.bytes.Json;
import java.util.Locale;
import java.util.stream.Collectors;

/** What granting and revoking have in common. */
final class RuleChanges {
  private RuleChanges() {}

  /** The rule a command is about; throws 403 unless its sender may grant on that pattern. */
  static Rule permitted(Command command, View before) {
    Rule rule = PermissionCommands.decode(command.body());
    Decision decision = Permissions.mayGrant(command.by(), rule.pattern(), before);
    if (!decision.allowed() || !mayMakeAdministrators(command.by(), rule, before)) {
      throw new MeshException(
          Status.FORBIDDEN,
          "CMESH-PRM-021",
          "rules on " + rule.pattern().text() + ": " + decision.reason(),
          "Ask its owner, an administrator of it, or the operator: cmesh permission --as operator");
    }
    return rule;
  }

  // Who grants everything else by a rule on ** is not thereby an administrator of the node.
  private static boolean mayMakeAdministrators(Principal by, Rule rule, View before) {
    return by.isTrusted()
        || !Administration.isNamedBy(rule.pattern())
        || Administration.permits(by, operations(rule), before);
  }

  private static String operations(Rule rule) {
    String named = rule.pattern().text().substring(Administration.PREFIX.length());
    return named.equals("*") ? "**" : named;
  }

  /** {@code {subject, pattern, verbs}}. */
  static Bytes json(Rule rule) {
    String verbs =
        rule.verbs().stream()
            .sorted()
            .map(Verb::name)
            .map(name -> Json.quote(name.toLowerCase(Locale.ROOT)))
            .collect(Collectors.joining(",", "[", "]"));
    return Json.object()
        .text("subject", rule.subject())
        .text("pattern", rule.pattern().text())
        .raw("verbs", verbs)
        .bytes();
  }
}
