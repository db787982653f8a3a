package io.cmesh.shell;

import io.cmesh.api.node.Admin;
import io.cmesh.api.node.SwapReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** {@code cmesh:role-history}. */
@Service
@Command(
    scope = "cmesh",
    name = "role-history",
    description = "Lists the swaps of the node, the newest first")
public final class RoleHistoryCommand extends NodeCommand {
  @Option(name = "--limit", description = "How many at most, 1 to 1000")
  int limit = 20;

  @Override
  void run(Admin node, Operator operator) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("ID", "ASKED", "ROLE", "FROM", "TO", "OUTCOME", "WAITED", "BY", "WHY"));
    for (SwapReport report : node.swaps(limit, operator.principal())) {
      String why = report.error();
      rows.add(
          List.of(
              String.valueOf(report.id()),
              Instant.ofEpochMilli(report.askedMillis()).toString(),
              report.role().text(),
              report.from(),
              report.to(),
              Operator.text(report.outcome()),
              String.valueOf(report.holdMillis()),
              report.by(),
              why == null ? "" : why));
    }
    operator.table(rows);
  }
}
