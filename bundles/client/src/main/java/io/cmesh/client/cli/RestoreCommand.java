package io.cmesh.client.cli;

import io.cmesh.client.Doc;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code cmesh restore}. */
@Command(
    name = "restore",
    description = "Replaces all replicated data of the node by a backup, which is verified first.")
final class RestoreCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(paramLabel = "FILE", description = "What backup wrote, on the node's machine.")
  Path file = Path.of("");

  RestoreCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Path absolute = context.absolute(file);
    Doc done =
        context.operator().request("POST", "/admin/restore", Doc.of("file", absolute.toString()));
    context
        .printer()
        .print(
            done.fields(),
            () ->
                context.say(
                    "Restored " + absolute + ", taken at index " + done.number("index", 0)));
    return ExitCodes.OK;
  }
}
