package io.cmesh.itests.soak;

import io.cmesh.itests.node.NodeProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A soak of any length, for example {@code calls=1000000 swaps=100}; see {@link SoakPlan}. What
 * follows {@code --} is given to {@code cmesh up}. Ends with 1 where anything was lost.
 */
public final class Main {
  private Main() {}

  /** Starts a node of the distribution, soaks it and says what came of it. */
  public static void main(String[] arguments) throws IOException {
    List<String> all = List.of(arguments);
    int split = all.contains("--") ? all.indexOf("--") : all.size();
    SoakPlan plan = SoakPlan.of(all.subList(0, split).toArray(String[]::new));
    List<String> options = new ArrayList<>(List.of(Soak.options()));
    options.addAll(all.subList(Math.min(split + 1, all.size()), all.size()));
    Path directory = Files.createTempDirectory("cmesh-soak");
    SoakReport report;
    try (NodeProcess node = NodeProcess.in(directory)) {
      node.up(options.toArray(String[]::new));
      System.err.println("soak: node " + node.pid() + " in " + directory);
      report = Soak.run(node, plan);
    }
    System.out.println(report);
    System.exit(report.faults().isEmpty() ? 0 : 1);
  }
}
