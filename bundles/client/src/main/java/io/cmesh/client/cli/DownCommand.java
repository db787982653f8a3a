package io.cmesh.client.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code cmesh down}: its help alone; the script does it, without a JVM. */
@Command(
    name = "down",
    description = "Stops the node of --home: requests underway are finished, data is flushed.")
final class DownCommand implements Callable<Integer> {
  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "How long to wait for it to end (default: 60).")
  int timeoutSeconds = 60;

  @Override
  public Integer call() {
    throw new Context.UsageException("down is done by the script cmesh: start that one");
  }
}
