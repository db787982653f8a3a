package io.cmesh.client.cli;

import io.cmesh.client.Doc;
import io.cmesh.client.MeshClient;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code cmesh role …}. */
@Command(
    name = "role",
    description = "Roles: list, swap. With the operator's key in HOME/admin.key.",
    footer = {"", "Example:", "  cmesh role swap state memory"})
final class RoleCommand {
  private final Context context;

  RoleCommand(Context context) {
    this.context = context;
  }

  @Command(description = "Lists the roles and who fills them.")
  int list() {
    Doc roles = context.operator().get("/admin/roles");
    context.printer().print(roles.fields(), () -> table(roles.objects("roles")));
    return ExitCodes.OK;
  }

  @Command(description = "Replaces a role's provider while the node serves.")
  int swap(
      @Parameters(paramLabel = "ROLE", description = "As state.") String role,
      @Parameters(paramLabel = "PROVIDER", description = "As memory.") String provider) {
    MeshClient operator = context.operator();
    current(operator, role)
        .filter(before -> !before.equals(provider))
        .ifPresent(
            before ->
                context.say(
                    role + ": " + before + " -> " + provider + ": opening, copying, flipping ..."));
    Doc after =
        operator.request(
            "POST",
            "/admin/roles/" + MeshClient.encode(role) + "/swap",
            Doc.of("provider", provider));
    warnOfLoss(after, role);
    context.printer().print(after.fields(), () -> table(List.of(after)));
    return ExitCodes.OK;
  }

  private static Optional<String> current(MeshClient operator, String role) {
    return operator.get("/admin/roles").objects("roles").stream()
        .filter(each -> StatusCommand.roleName(each).equals(role))
        .map(each -> each.text("provider").orElse("none"))
        .findFirst();
  }

  private void warnOfLoss(Doc after, String role) {
    if (role.equals("state") && "false".equals(after.text("durable").orElse(""))) {
      context.warn(
          "state is no longer durable by itself: after a crash it is rebuilt from the log");
    }
  }

  private void table(List<Doc> roles) {
    StatusCommand.roles(roles).print(context.world().out());
  }
}
