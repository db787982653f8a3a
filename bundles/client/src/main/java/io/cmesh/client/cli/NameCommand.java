package io.cmesh.client.cli;

import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import io.cmesh.client.Answer;
import io.cmesh.client.Doc;
import io.cmesh.client.MeshClient;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cmesh name …}. */
@Command(
    name = "name",
    description = "Names: register, resolve, list, transfer, release.",
    footer = {"", "Example:", "  cmesh name register helloWorld.mcom 0xS:0x001"})
final class NameCommand {
  private final Context context;

  @Mixin As as = new As();

  NameCommand(Context context) {
    this.context = context;
  }

  @Command(description = "Registers a name for a target.")
  int register(
      @Parameters(paramLabel = "NAME", description = "As helloWorld.mcom.") String name,
      @Parameters(paramLabel = "TARGET", description = "An FQMN, as 0xS:0x001.") String target) {
    Answer answer = context.client(as.name).call("0xRW:" + name + ":" + target);
    return context.print(answer, () -> context.say("Registered " + name + " -> " + target));
  }

  @Command(description = "Shows what a name stands for.")
  int resolve(@Parameters(paramLabel = "NAME", description = "A name.") String name) {
    Doc found =
        page(name.toLowerCase(Locale.ROOT), 1).objects("names").stream()
            .filter(each -> each.text("name").orElse("").equalsIgnoreCase(name))
            .findFirst()
            .orElseThrow(() -> unknown(name));
    context
        .printer()
        .print(found.fields(), () -> context.world().out().println(found.require("target")));
    return ExitCodes.OK;
  }

  @Command(description = "Lists names in alphabetical order.")
  int list(
      @Option(names = "--from", paramLabel = "NAME", description = "The first one.")
          @Nullable String from,
      @Option(
              names = "--limit",
              paramLabel = "N",
              defaultValue = "1000",
              description = "At most so many (default: 1000).")
          int limit) {
    Doc page = page(from == null ? "" : from, limit);
    context.printer().print(page.fields(), () -> table(page.objects("names")));
    return ExitCodes.OK;
  }

  @Command(description = "Gives a name to another owner.")
  int transfer(
      @Parameters(paramLabel = "NAME", description = "A name of yours.") String name,
      @Parameters(paramLabel = "OWNER", description = "A DID, or one of your identities.")
          String owner) {
    Doc body = Doc.of("owner", Subjects.did(owner, context));
    Answer answer =
        context
            .client(as.name)
            .send("POST", "/names/" + MeshClient.encode(name) + "/transfer", body);
    return context.print(answer, () -> context.say("Transferred " + name + " to " + owner));
  }

  @Command(description = "Gives a name up.")
  int release(@Parameters(paramLabel = "NAME", description = "A name of yours.") String name) {
    Answer answer =
        context.client(as.name).send("DELETE", "/names/" + MeshClient.encode(name), Doc.EMPTY);
    return context.print(answer, () -> context.say("Released " + name));
  }

  private Doc page(String from, int limit) {
    return context
        .client(as.name)
        .get("/names?from=" + MeshClient.encode(from) + "&limit=" + limit);
  }

  private void table(List<Doc> names) {
    Table table = new Table("NAME", "TARGET", "OWNER");
    for (Doc each : names) {
      table.row(each.require("name"), each.require("target"), each.require("owner"));
    }
    table.print(context.world().out());
  }

  private static MeshException unknown(String name) {
    return new MeshException(
        Status.NOT_FOUND,
        "CMESH-CLI-011",
        "nobody has registered the name " + name,
        "See those there are with: cmesh name list");
  }
}
