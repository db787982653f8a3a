package io.cmesh.client.cli;

import io.cmesh.client.Answer;
import io.cmesh.client.Doc;
import io.cmesh.client.EventTail;
import io.cmesh.client.internal.Json;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cmesh events …}. */
@Command(
    name = "events",
    description = "Events: tail, publish, list.",
    footer = {"", "Example:", "  cmesh events tail 'events.state.contracts.0x001.*'"})
final class EventsCommand {
  private final Context context;

  @Mixin As as = new As();

  EventsCommand(Context context) {
    this.context = context;
  }

  @Command(description = "Follows a channel, or all that a filter matches: one line an event.")
  int tail(
      @Parameters(paramLabel = "SUBJECT", description = "As demo.a, or a filter as demo.>.")
          String subject,
      @Option(
              names = "--from",
              paramLabel = "SEQ",
              defaultValue = "0",
              description = "The first sequence wanted (default: new events only).")
          long from,
      @Option(
              names = "--count",
              paramLabel = "N",
              defaultValue = "9223372036854775807",
              showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER,
              description = "End after so many.")
          long count) {
    if (from < 0 || count < 1) {
      throw new Context.UsageException(
          "--from begins at 0 and --count at 1 (given: " + from + ", " + count + ")");
    }
    try (EventTail tail = context.client(as.name).events(subject, from)) {
      for (long i = 0; i < count; i++) {
        Optional<Doc> event = tail.next();
        if (event.isEmpty()) {
          context.say("The node ended the stream; go on with --from, one above the last sequence.");
          return ExitCodes.UNREACHABLE;
        }
        context.printer().item(event.get().fields(), line(event.get()));
      }
    }
    return ExitCodes.OK;
  }

  @Command(description = "Publishes an event.")
  int publish(
      @Parameters(paramLabel = "SUBJECT", description = "A channel, as demo.a.") String subject,
      @Parameters(paramLabel = "PAYLOAD", description = "JSON or text.") String payload) {
    Answer answer = context.client(as.name).call("0xEW:" + subject + ":" + payload);
    return context.print(answer, () -> context.world().out().println(answer.payloadJson()));
  }

  @Command(description = "Lists the streams.")
  int list() {
    Doc streams = context.client(as.name).get("/streams");
    context.printer().print(streams.fields(), () -> table(streams.objects("streams")));
    return ExitCodes.OK;
  }

  private static String line(Doc event) {
    return String.join(
        " ",
        event.text("seq").orElse("-"),
        event.text("time").orElse("-"),
        event.text("subject").orElse("-"),
        Json.write(event.value("payload")));
  }

  private void table(List<Doc> streams) {
    Table table = new Table("STREAM", "SUBJECTS", "FIRST", "LAST", "BYTES");
    for (Doc stream : streams) {
      table.row(
          stream.require("name"),
          String.join(",", stream.texts("subjects")),
          stream.number("firstSequence", 0),
          stream.number("lastSequence", 0),
          stream.number("sizeBytes", 0));
    }
    table.print(context.world().out());
  }
}
