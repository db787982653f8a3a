package io.cmesh.client.cli;

import io.cmesh.client.Answer;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code cmesh whoami}: who the node takes us for. */
@Command(name = "whoami", description = "Asks the node who you are to it.")
final class WhoamiCommand implements Callable<Integer> {
  private final Context context;

  @Option(names = "--as", paramLabel = "NAME", description = "As which of your identities.")
  @Nullable String as;

  WhoamiCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Answer answer = context.client(as).call("0xI:whoami");
    return context.print(answer, () -> table(answer));
  }

  private void table(Answer answer) {
    Table table = new Table();
    String name = as != null ? as : context.store().node(context.node()).current().orElse("");
    table.row("name", name).row("node", context.node());
    if (answer.payload() instanceof Map<?, ?> fields) {
      fields.forEach(table::row);
    } else {
      table.row("did", answer.payloadJson());
    }
    table.print(context.world().out());
  }
}
