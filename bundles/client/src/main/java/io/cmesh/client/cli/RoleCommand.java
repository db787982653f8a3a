package io.cmesh.client.cli;

import io.cmesh.client.Doc;
import io.cmesh.client.MeshClient;
import java.util.ArrayList;
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
    List<String> losses = losses(operator.get("/admin/providers"), role, provider);
    losses.forEach(context::warn);
    if (!losses.isEmpty() && context.world().interactive() && !context.world().agreed("Swap?")) {
      context.say("Nothing was changed.");
      return ExitCodes.FAILED;
    }
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
    if (losses.isEmpty()) {
      warnOfLoss(after, role);
    }
    context.printer().print(after.fields(), () -> table(List.of(after)));
    return ExitCodes.OK;
  }

  private static Optional<String> current(MeshClient operator, String role) {
    return operator.get("/admin/roles").objects("roles").stream()
        .filter(each -> StatusCommand.roleName(each).equals(role))
        .map(each -> each.text("provider").orElse("none"))
        .findFirst();
  }

  /** The marks that the active provider has and the wanted one lacks, as far as they are known. */
  private static List<String> losses(Doc providers, String role, String provider) {
    List<Doc> ofRole =
        providers.objects("providers").stream()
            .filter(each -> StatusCommand.roleName(each).equals(role))
            .toList();
    Optional<Doc> active = ofRole.stream().filter(each -> says(each, "active", "true")).findFirst();
    Optional<Doc> wanted =
        ofRole.stream()
            .filter(each -> says(each, "name", provider) && says(each, "installed", "true"))
            .findFirst();
    List<String> losses = new ArrayList<>();
    if (active.isPresent() && wanted.isPresent()) {
      if (says(active.get(), "durable", "true") && says(wanted.get(), "durable", "false")) {
        losses.add(notDurable(role));
      }
      if (!says(active.get(), "handOver", "none") && says(wanted.get(), "handOver", "none")) {
        losses.add(provider + " hands nothing over: no swap of " + role + " leads back from it");
      }
    }
    return losses;
  }

  private static boolean says(Doc provider, String key, String value) {
    return provider.text(key).orElse("").equals(value);
  }

  // One that had to be installed first tells its marks only then.
  private void warnOfLoss(Doc after, String role) {
    if (role.equals("state") && says(after, "durable", "false")) {
      context.warn(notDurable(role));
    }
  }

  private static String notDurable(String role) {
    return role.equals("state")
        ? "state is no longer durable by itself: after a crash it is rebuilt from the log"
        : role + " is no longer durable";
  }

  private void table(List<Doc> roles) {
    StatusCommand.roles(roles).print(context.world().out());
  }
}
