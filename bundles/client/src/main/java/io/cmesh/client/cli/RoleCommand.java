package io.cmesh.client.cli;

import io.cmesh.client.Doc;
import io.cmesh.client.MeshClient;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cmesh role …}. */
@Command(
    name = "role",
    description =
        "Roles: list, swap, rollback, history. With the operator's key in HOME/admin.key.",
    footer = {
      "",
      "Examples:",
      "  cmesh role swap state memory --plan",
      "  cmesh role swap state memory",
      "  cmesh role rollback state"
    })
final class RoleCommand {
  private static final String DEFAULT_LIMIT = "20";

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

  @Command(
      description = "Replaces a role's provider while the node serves; shows each step.",
      footer = {
        "",
        "Comes back once the newcomer serves. Where it is at fault, the provider before serves on:",
        "exit code 1. Asks on a terminal where something is lost, as durability."
      })
  int swap(
      @Parameters(paramLabel = "ROLE", description = "As state.") String role,
      @Parameters(
              paramLabel = "PROVIDER",
              description = "As memory, or memory@0.1.0; none where a role may be empty.")
          String provider,
      @Option(names = "--plan", description = "Show what the swap would do, and do nothing.")
          boolean planOnly) {
    MeshClient operator = context.operator();
    String path = "/admin/roles/" + MeshClient.encode(role);
    Doc plan = operator.get(path + "/plan?provider=" + MeshClient.encode(provider));
    if (planOnly) {
      context.printer().print(plan.fields(), () -> plan(plan));
      return ExitCodes.OK;
    }
    List<String> losses = plan.texts("warnings");
    losses.forEach(context::warn);
    if (!losses.isEmpty() && context.world().interactive() && !context.world().agreed("Swap?")) {
      context.say("Nothing was changed.");
      return ExitCodes.FAILED;
    }
    context.say(role + ": " + plan.require("from") + " -> " + plan.require("to"));
    Doc report = new SwapWatch(context, operator).run(path + "/swap", Doc.of("provider", provider));
    Doc after = current(operator, role);
    if (losses.isEmpty()) {
      warnOfLoss(after, role);
    }
    print(after, report);
    return ExitCodes.OK;
  }

  @Command(
      description = "Brings the provider back that the last swap of a role replaced.",
      footer = {
        "",
        "At once while that one is still fed (see: cmesh role history), else by a swap back."
      })
  int rollback(@Parameters(paramLabel = "ROLE", description = "As state.") String role) {
    MeshClient operator = context.operator();
    String path = "/admin/roles/" + MeshClient.encode(role) + "/rollback";
    Doc report = new SwapWatch(context, operator).run(path, Doc.EMPTY);
    print(current(operator, role), report);
    return ExitCodes.OK;
  }

  @Command(description = "Lists the swaps of the node, the newest first.")
  int history(
      @Option(
              names = "--limit",
              paramLabel = "N",
              defaultValue = DEFAULT_LIMIT,
              description = "How many at most, 1 to 1000 (default: " + DEFAULT_LIMIT + ").")
          int limit) {
    Doc swaps = context.operator().get("/admin/swaps?limit=" + limit);
    context.printer().print(swaps.fields(), () -> history(swaps.objects("swaps")));
    return ExitCodes.OK;
  }

  private static Doc current(MeshClient operator, String role) {
    return operator.get("/admin/roles").objects("roles").stream()
        .filter(each -> StatusCommand.roleName(each).equals(role))
        .findFirst()
        .orElse(Doc.of("role", role));
  }

  // One that had to be installed first tells its marks only then.
  private void warnOfLoss(Doc after, String role) {
    if (role.equals("state") && after.text("durable").orElse("").equals("false")) {
      context.warn(
          "state is no longer durable by itself: after a crash it is rebuilt from the log");
    }
  }

  private void print(Doc role, Doc report) {
    Map<String, Object> fields = new LinkedHashMap<>(role.fields());
    if (report.has("id")) {
      fields.put("swap", report.fields());
      context.say(outcome(report));
    }
    context.printer().print(fields, () -> table(List.of(role)));
  }

  private static String outcome(Doc report) {
    String role = report.require("role");
    String from = report.require("from");
    String to = report.require("to");
    return switch (report.require("outcome")) {
      case "rolled-back" -> from + " serves " + role + " again.";
      case "watched" ->
          to
              + " serves "
              + role
              + held(report)
              + from
              + " is fed for a while; go back: "
              + back(role);
      default -> to + " serves " + role + held(report) + "Go back: " + back(role);
    };
  }

  private static String held(Doc report) {
    long millis = report.number("holdMillis", 0);
    return millis == 0
        ? "; nobody waited. "
        : String.format(Locale.ROOT, "; who had to wait waited %,d ms. ", millis);
  }

  private static String back(String role) {
    return "cmesh role rollback " + role;
  }

  private void plan(Doc plan) {
    Table table =
        new Table()
            .row("role", plan.require("role"))
            .row("from", plan.require("from"))
            .row("to", plan.require("to"))
            .row("install", plan.text("install").orElse("false"))
            .row("moves", moves(plan.number("entries", 0), plan.number("bytes", 0)))
            .row("waits", plan.text("hold").orElse("none"));
    plan.texts("warnings").forEach(each -> table.row("warning", each));
    table.print(context.world().out());
  }

  private static String moves(long entries, long bytes) {
    if (entries == 0 && bytes == 0) {
      return "no data";
    }
    String size = String.format(Locale.ROOT, "about %,d KiB", (bytes + 1023) / 1024);
    return entries == 0 ? size : String.format(Locale.ROOT, "%,d entries, %s", entries, size);
  }

  private void history(List<Doc> swaps) {
    Table table =
        new Table("ID", "ASKED", "ROLE", "FROM", "TO", "OUTCOME", "MS", "WAITED", "BY", "WHY");
    for (Doc each : swaps) {
      table.row(
          each.number("id", 0),
          each.text("asked").orElse("-"),
          StatusCommand.roleName(each),
          each.text("from").orElse("-"),
          each.text("to").orElse("-"),
          each.text("outcome").orElse("-"),
          toTheFlip(each),
          each.number("holdMillis", 0),
          each.text("by").orElse("-"),
          each.text("error").orElse(""));
    }
    table.print(context.world().out());
  }

  private static long toTheFlip(Doc swap) {
    return swap.objects("steps").stream()
        .filter(step -> !step.text("step").orElse("").matches("watch|retire"))
        .mapToLong(step -> step.number("millis", 0))
        .sum();
  }

  private void table(List<Doc> roles) {
    StatusCommand.roles(roles).print(context.world().out());
  }
}
