package io.cmesh.shell;

import io.cmesh.api.node.Admin;
import io.cmesh.api.node.InstallableProvider;
import io.cmesh.api.node.ProviderStatus;
import io.cmesh.api.provider.Descriptor;
import java.util.ArrayList;
import java.util.List;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** {@code cmesh:provider-list}. */
@Service
@Command(
    scope = "cmesh",
    name = "provider-list",
    description = "Lists the providers that can be had, the active ones marked")
public final class ProviderListCommand extends NodeCommand {
  @Override
  void run(Admin node, Operator operator) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("", "ROLE", "PROVIDER", "VERSION", "INSTALLED", "DURABLE", "HAND-OVER"));
    for (ProviderStatus each : node.providers()) {
      Descriptor what = each.descriptor();
      rows.add(
          List.of(
              each.active() ? "*" : "",
              what.role().text(),
              what.name(),
              what.version(),
              "true",
              String.valueOf(what.durable()),
              Operator.text(what.handOver())));
    }
    for (InstallableProvider each : node.installable()) {
      rows.add(List.of("", each.role().text(), each.name(), "-", "false", "-", "-"));
    }
    operator.table(rows);
  }
}
