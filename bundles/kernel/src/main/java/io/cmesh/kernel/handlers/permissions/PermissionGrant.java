package io.cmesh.kernel.handlers.permissions;

import io.cmesh.api.command.Command;
import io.cmesh.api.command.CommandHandler;
import io.cmesh.api.command.Effects;
import io.cmesh.api.permission.PermissionCommands;
import io.cmesh.api.permission.Permissions;
import io.cmesh.api.permission.Rule;
import io.cmesh.api.state.View;
import java.util.List;

/**
 * {@code permission.grant/1}: adds a rule's verbs to what its subject has on the pattern. From
 * whoever may grant there: 403 for anybody else.
 */
public final class PermissionGrant implements CommandHandler {
  @Override
  public String type() {
    return PermissionCommands.GRANT;
  }

  @Override
  public Effects apply(Command command, View before) {
    Rule rule = RuleChanges.permitted(command, before);
    return Effects.ok(RuleChanges.json(rule), List.of(Permissions.grant(rule, before)), List.of());
  }
}
