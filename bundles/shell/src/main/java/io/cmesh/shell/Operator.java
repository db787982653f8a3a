package io.cmesh.shell;

import io.cmesh.api.command.Principal;
import io.cmesh.api.node.Admin;
import io.cmesh.api.node.RoleStatus;
import io.cmesh.api.node.SwapReport;
import io.cmesh.api.provider.Role;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

/**
 * What the commands have in common. Whoever has a shell of the container may do everything there is
 * to do in it, so what is asked for is asked for by the node itself.
 */
final class Operator {
  private final Admin admin;
  private final PrintStream out;

  Operator(Admin admin, PrintStream out) {
    this.admin = admin;
    this.out = out;
  }

  Principal principal() {
    return Principal.operator(admin.status().did());
  }

  /** Waits for what a swap or a way back comes to, and shows its steps. */
  void follow(Role role, CompletionStage<RoleStatus> swap) throws Exception {
    RoleStatus now = end(swap);
    admin.swaps(20, principal()).stream()
        .filter(report -> report.role() == role)
        .findFirst()
        .ifPresent(this::show);
    out.println(now.provider() + " serves " + role.text());
  }

  // The shell shows the message of what is thrown: the cause has it.
  private static <T> T end(CompletionStage<T> stage) throws Exception {
    try {
      return stage.toCompletableFuture().get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  private void show(SwapReport report) {
    out.println(report.from() + " -> " + report.to() + ": " + text(report.outcome()));
    report
        .steps()
        .forEach(
            step -> out.printf(Locale.ROOT, "  %-8s %,6d ms%n", text(step.step()), step.millis()));
    out.printf(Locale.ROOT, "  waited   %,6d ms%n", report.holdMillis());
  }

  /** Rows under heads, each column as wide as its widest cell. */
  void table(List<List<String>> rows) {
    int columns = rows.get(0).size();
    int[] widths = new int[columns];
    rows.forEach(
        row -> {
          for (int i = 0; i < columns; i++) {
            widths[i] = Math.max(widths[i], row.get(i).length());
          }
        });
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
      }
      out.println(line.toString().stripTrailing());
    }
  }

  static String text(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
