package io.cmesh.kernel.handlers.permissions;

import io.cmesh.api.command.Command;
import io.cmesh.api.command.CommandHandler;
import io.cmesh.api.command.Effects;
import io.cmesh.api.command.Mutation;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import io.cmesh.api.permission.PermissionCommands;
import io.cmesh.api.permission.Permissions;
import io.cmesh.api.permission.Rule;
import io.cmesh.api.state.View;
import java.util.List;

/**
 * {@code permission.revoke/1}: takes a rule's verbs away from its subject. From whoever may grant
 * there: 403 for anybody else; 404 where the subject has none of them on that pattern.
 */
public final class PermissionRevoke implements CommandHandler {
  @Override
  public String type() {
    return PermissionCommands.REVOKE;
  }

  @Override
  public Effects apply(Command command, View before) {
    Rule rule = RuleChanges.permitted(command, before);
    Mutation revoked =
        Permissions.revoke(rule, before)
            .orElseThrow(
                () ->
                    new MeshException(
                        Status.NOT_FOUND,
                        "CMESH-PRM-022",
                        rule.subject() + " has no such rule on " + rule.pattern().text(),
                        "List what there is with: cmesh permission list"));
    return Effects.ok(RuleChanges.json(rule), List.of(revoked), List.of());
  }
}
