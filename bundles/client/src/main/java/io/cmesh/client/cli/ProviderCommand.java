package io.cmesh.client.cli;

import io.cmesh.client.Doc;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code cmesh provider …}. */
@Command(
    name = "provider",
    description = "Providers: list, install, uninstall. With the operator's key in HOME/admin.key.",
    footer = {"", "Example:", "  cmesh provider install state memory"})
final class ProviderCommand {
  private final Context context;

  ProviderCommand(Context context) {
    this.context = context;
  }

  @Command(
      description =
          "Lists the providers that can be had, the active ones marked; a swap installs one.")
  int list() {
    Doc providers = context.operator().get("/admin/providers");
    context.printer().print(providers.fields(), () -> table(providers.objects("providers")));
    return ExitCodes.OK;
  }

  @Command(description = "Installs a provider beside what serves; nothing else is touched.")
  int install(
      @Parameters(paramLabel = "ROLE", description = "As state.") String role,
      @Parameters(paramLabel = "NAME", description = "As memory.") String name) {
    return change("install", role, name, name + " is installed; swap to it: ");
  }

  @Command(description = "Uninstalls a provider that does not serve; its data stay.")
  int uninstall(
      @Parameters(paramLabel = "ROLE", description = "As state.") String role,
      @Parameters(paramLabel = "NAME", description = "As memory, or memory@0.1.0.") String name) {
    return change("uninstall", role, name, name + " is uninstalled; a swap brings it back: ");
  }

  private int change(String verb, String role, String name, String done) {
    Doc body = Doc.of("role", role).with("provider", name);
    Doc after = context.operator().request("POST", "/admin/providers/" + verb, body);
    String next = "cmesh role swap " + role + " " + name;
    context.printer().print(after.fields(), () -> context.say(done + next));
    return ExitCodes.OK;
  }

  private void table(List<Doc> providers) {
    Table table = new Table("", "ROLE", "PROVIDER", "VERSION", "INSTALLED", "DURABLE", "HAND-OVER");
    for (Doc each : providers) {
      Doc descriptor = each.has("descriptor") ? each.object("descriptor") : each;
      table.row(
          "true".equals(each.text("active").orElse("")) ? "*" : " ",
          StatusCommand.roleName(descriptor),
          descriptor.text("name").or(() -> descriptor.text("provider")).orElse("-"),
          descriptor.text("version").orElse("-"),
          each.text("installed").orElse("true"),
          descriptor.text("durable").orElse("-"),
          StatusCommand.lower(descriptor.text("handOver").orElse("-")));
    }
    table.print(context.world().out());
  }
}
