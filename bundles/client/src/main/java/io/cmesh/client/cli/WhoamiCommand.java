package io.cmesh.client.cli;

import io.cmesh.client.Answer;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code cmesh whoami}: who the node takes us for. */
@Command(name = "whoami", description = "Asks the node who you are to it.")
final class WhoamiCommand implements Callable<Integer> {
  private final Context context;

  @Mixin As as = new As();

  WhoamiCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Answer answer = context.client(as.name).call("0xI:whoami");
    return context.print(answer, () -> table(answer));
  }

  private void table(Answer answer) {
    Table table = new Table();
    String name =
        as.name != null ? as.name : context.store().node(context.node()).current().orElse("");
    table.row("name", name).row("node", context.node());
    if (answer.payload() instanceof Map<?, ?> fields) {
      fields.forEach(table::row);
    } else {
      table.row("did", answer.payloadJson());
    }
    table.print(context.world().out());
  }
}
