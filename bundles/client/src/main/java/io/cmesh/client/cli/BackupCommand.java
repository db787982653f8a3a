package io.cmesh.client.cli;

import io.cmesh.client.Doc;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code cmesh backup}. */
@Command(
    name = "backup",
    description = "Lets the node write a backup, consistent at one index, while it serves.")
final class BackupCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(
      paramLabel = "FILE",
      description =
          "Where to, on the node's machine; a former backup there is replaced once this one is whole.")
  Path file = Path.of("");

  BackupCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Path absolute = context.absolute(file);
    Doc done =
        context.operator().request("POST", "/admin/backup", Doc.of("file", absolute.toString()));
    context
        .printer()
        .print(
            done.fields(),
            () -> context.say("Wrote " + absolute + " at index " + done.number("index", 0)));
    return ExitCodes.OK;
  }
}
