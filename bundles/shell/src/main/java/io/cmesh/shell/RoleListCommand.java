package io.cmesh.shell;

import io.cmesh.api.node.Admin;
import io.cmesh.api.node.RoleStatus;
import java.util.ArrayList;
import java.util.List;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;

/** {@code cmesh:role-list}. */
@Service
@Command(scope = "cmesh", name = "role-list", description = "Lists the roles and who fills them")
public final class RoleListCommand extends NodeCommand {
  @Override
  void run(Admin node, Operator operator) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("ROLE", "PROVIDER", "VERSION", "DURABLE", "HEALTH", "WANTED"));
    for (RoleStatus role : node.roles()) {
      rows.add(
          List.of(
              role.role().text(),
              known(role.provider(), "none"),
              known(role.version(), "-"),
              String.valueOf(role.durable()),
              Operator.text(role.health().grade()),
              role.wanted()));
    }
    operator.table(rows);
  }

  private static String known(@Nullable String text, String otherwise) {
    return text == null ? otherwise : text;
  }
}
