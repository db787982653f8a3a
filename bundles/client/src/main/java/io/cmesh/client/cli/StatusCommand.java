package io.cmesh.client.cli;

import io.cmesh.client.Doc;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code cmesh status}: the node at a glance. */
@Command(
    name = "status",
    description = "Shows the node, its roles, providers, health, versions, boot time and memory.")
final class StatusCommand implements Callable<Integer> {
  private final Context context;

  StatusCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Doc status = context.anonymous().get("/admin/status");
    NodeProcess process = NodeProcess.of(context.home());
    Map<String, Object> fields = new LinkedHashMap<>(status.fields());
    process.pid().ifPresent(pid -> fields.put("pid", pid));
    process.residentKiB().ifPresent(kiB -> fields.put("rssMiB", kiB / 1024));
    context.printer().print(fields, () -> table(status, process));
    return "DOWN".equalsIgnoreCase(grade(status.value("health"))) ? ExitCodes.FAILED : ExitCodes.OK;
  }

  private void table(Doc status, NodeProcess process) {
    Table table =
        new Table()
            .row("node", status.text("node").orElse("-") + " at " + context.node())
            .row("did", status.text("did").orElse("-"))
            .row("health", health(status.value("health")))
            .row(
                "version",
                status.text("version").orElse("-") + ", Java " + status.text("java").orElse("-"))
            .row("index", status.number("index", 0) + ", block " + status.number("block", 0))
            .row("digest", status.text("digest").orElse("-"))
            .row("boot", status.number("bootMillis", 0) + " ms")
            .row("memory", memory(process.residentKiB()));
    process.pid().ifPresent(pid -> table.row("pid", pid));
    table.print(context.world().out());
    context.world().out().println();
    roles(status.objects("roles")).print(context.world().out());
  }

  private static String memory(OptionalLong residentKiB) {
    return residentKiB.isPresent()
        ? residentKiB.getAsLong() / 1024 + " MiB resident"
        : "unknown (no node of --home runs here)";
  }

  /** The roles as a table; also what {@code role list} shows. */
  static Table roles(List<Doc> roles) {
    Table table = new Table("ROLE", "PROVIDER", "VERSION", "DURABLE", "HEALTH", "WANTED");
    for (Doc role : roles) {
      table.row(
          roleName(role),
          role.text("provider").orElse("none"),
          role.text("version").orElse("-"),
          role.text("durable").orElse("-"),
          health(role.value("health")),
          role.text("wanted").orElse("-"));
    }
    return table;
  }

  static String roleName(Doc role) {
    return lower(role.text("role").orElse("-"));
  }

  static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  private static String grade(@org.jspecify.annotations.Nullable Object health) {
    Object grade = health instanceof Map<?, ?> map ? map.get("grade") : health;
    return grade == null ? "unknown" : lower(grade.toString());
  }

  private static String health(@org.jspecify.annotations.Nullable Object health) {
    Object text = health instanceof Map<?, ?> map ? map.get("text") : null;
    return text == null || text.toString().isEmpty() ? grade(health) : grade(health) + ": " + text;
  }
}
