package io.cmesh.shell;

import io.cmesh.api.node.Admin;
import io.cmesh.api.provider.Role;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** {@code cmesh:role-rollback}. */
@Service
@Command(
    scope = "cmesh",
    name = "role-rollback",
    description = "Brings the provider back that the last swap of a role replaced")
public final class RoleRollbackCommand extends NodeCommand {
  @Argument(index = 0, name = "role", description = "As state", required = true)
  String role = "";

  @Override
  void run(Admin node, Operator operator) throws Exception {
    Role which = Role.of(role);
    operator.follow(which, node.rollback(which, operator.principal()));
  }
}
