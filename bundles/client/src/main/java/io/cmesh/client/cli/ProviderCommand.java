package io.cmesh.client.cli;

import io.cmesh.client.Doc;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code cmesh provider …}. */
@Command(
    name = "provider",
    description = "Providers: list. With the operator's key in HOME/admin.key.")
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
