package io.cmesh.client.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code cmesh up}: its help alone. The script starts the node itself, so that no second JVM stays
 * behind.
 */
@Command(
    name = "up",
    description = "Starts a node with the embedded defaults.",
    footer = {
      "",
      "In the foreground until Ctrl-C; with --detach it returns when the node is ready.",
      "Examples:",
      "  cmesh up --detach",
      "  cmesh up --home /srv/mesh --offset 100 --set io.cmesh.roles.state=memory"
    })
final class UpCommand implements Callable<Integer> {
  @Option(names = "--detach", description = "Return when the node is ready.")
  boolean detach;

  @Option(
      names = "--offset",
      paramLabel = "N",
      description = "Added to every port of the node (default: 0).")
  int offset;

  @Option(
      names = "--set",
      paramLabel = "PID.KEY=VALUE",
      description = "Set a configuration value first, for good, in HOME/etc.")
  List<String> settings = new ArrayList<>();

  @Override
  public Integer call() {
    throw new Context.UsageException("up is done by the script cmesh: start that one");
  }
}
