package io.cmesh.shell;

import io.cmesh.api.node.Admin;
import io.cmesh.api.node.SwapPlan;
import io.cmesh.api.provider.Role;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** {@code cmesh:role-swap}. */
@Service
@Command(
    scope = "cmesh",
    name = "role-swap",
    description = "Replaces a role's provider while the node serves")
public final class RoleSwapCommand extends NodeCommand {
  @Argument(index = 0, name = "role", description = "As state", required = true)
  String role = "";

  @Argument(index = 1, name = "provider", description = "As memory", required = true)
  String provider = "";

  @Option(name = "--plan", description = "Show what the swap would do, and do nothing")
  boolean planOnly;

  @Override
  void run(Admin node, Operator operator) throws Exception {
    Role which = Role.of(role);
    if (planOnly) {
      operator.table(rows(node.plan(which, provider, operator.principal())));
    } else {
      operator.follow(which, node.swap(which, provider, operator.principal()));
    }
  }

  private static List<List<String>> rows(SwapPlan plan) {
    Stream<List<String>> facts =
        Stream.of(
            List.of("role", plan.role().text()),
            List.of("from", plan.from()),
            List.of("to", plan.to()),
            List.of("install", String.valueOf(plan.install())),
            List.of("bytes", String.format(Locale.ROOT, "%,d", plan.bytes())),
            List.of("waits", plan.hold()));
    return Stream.concat(facts, plan.warnings().stream().map(each -> List.of("warning", each)))
        .toList();
  }
}
