package io.cmesh.client.cli;

import io.cmesh.client.Answer;
import io.cmesh.client.MeshRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cmesh call}: one request. */
@Command(
    name = "call",
    description = "Asks the node for one FQMN and prints the payload.",
    footer = {
      "",
      "Examples:",
      "  cmesh call 0xSW:0x001:hello_world:Hello",
      "  cmesh call 0xS:0x001:hello_world",
      "  cmesh call -o json '0xI:can:0xSW:0x001:hello_world'"
    })
final class CallCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(paramLabel = "FQMN", description = "What to ask for, as 0xS:0x001:hello_world.")
  String fqmn = "";

  @Mixin As as = new As();

  @Option(
      names = "--id",
      paramLabel = "UUID",
      description = "The message's id; sent again under it, a write is done once.")
  @Nullable UUID id;

  @Option(
      names = "--prefer",
      paramLabel = "WHAT",
      description = "stale: read without the barrier. respond-async: 202 before commit.")
  List<String> prefer = new ArrayList<>();

  CallCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    MeshRequest request = MeshRequest.of(fqmn);
    if (id != null) {
      request = new MeshRequest(id, fqmn, request.headers());
    }
    if (!prefer.isEmpty()) {
      request = request.withHeader("prefer", String.join(", ", prefer));
    }
    Answer answer = context.client(as.name).message(request);
    return context.print(answer, () -> context.world().out().println(answer.payloadJson()));
  }
}
