package io.cmesh.kernel.dispatch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.events.Event;
import io.cmesh.api.events.EventBus;
import io.cmesh.api.events.StreamInfo;
import io.cmesh.api.events.Subjects;
import io.cmesh.api.fqmn.Channels;
import io.cmesh.api.fqmn.Fqmn;
import io.cmesh.api.message.Status;
import io.cmesh.api.provider.Role;
import io.cmesh.kernel.bytes.Json;
import io.cmesh.kernel.outbox.OutboxPump;
import java.io.IOException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * {@code 0xE}: the last event of a channel, a list of them, or how the channel's stream stands.
 * Waits until the events of all commands applied by now are out, so who wrote reads what it caused;
 * where the bus takes none for the moment, on a full disk, what it holds is read all the same.
 */
final class EventReads implements Executor {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int MOST = 10_000;

  private final OutboxPump pump;

  EventReads(OutboxPump pump) {
    this.pump = pump;
  }

  private record Range(long from, int limit) {}

  @Override
  public Role role() {
    return Role.EVENTS;
  }

  @Override
  public CompletionStage<Answer> execute(Passage p) {
    Fqmn fqmn = p.resolved();
    String action = fqmn.function() == null ? "read" : fqmn.function();
    String subject = Channels.subject(fqmn.target());
    return switch (action) {
      case "read" -> pump.caughtUp().handle((done, stuck) -> read(p, fqmn, subject));
      case "info" -> pump.caughtUp().handle((done, stuck) -> info(p, subject));
      default ->
          throw new MeshException(
              Status.NOT_FOUND,
              "CMESH-EVT-003",
              fqmn.text() + ": no such action (expected: read or info)");
    };
  }

  private static Answer read(Passage p, Fqmn fqmn, String subject) {
    EventBus events = p.assembly().events();
    String argument = fqmn.argument();
    if (argument != null) {
      Range range = range(argument);
      Json list = Json.array();
      events.read(subject, range.from, range.limit).forEach(e -> list.rawItem(json(e, true)));
      return Answer.ok(list.toString());
    }
    Event event = Channels.isFilter(subject) ? null : events.last(subject).orElse(null);
    if (event == null) {
      throw new MeshException(
          Status.NOT_FOUND,
          "CMESH-EVT-004",
          fqmn.target() + ": no event yet",
          nothingYet(fqmn, subject));
    }
    return Answer.ok(json(event, false));
  }

  private static String nothingYet(Fqmn fqmn, String subject) {
    if (Channels.isFilter(subject)) {
      return "Of several channels, ask for a list: 0xE:" + fqmn.target() + ":read:{\"from\":1}";
    }
    return subject.startsWith(Channels.NODE)
        ? "The node publishes here when there is something to tell, as a write to a key."
        : "Publish one: 0xEW:" + fqmn.target() + ":<payload>";
  }

  static String json(Event e, boolean withSubject) {
    Json json = Json.object().number("seq", e.sequence()).number("time", e.timeMillis());
    if (withSubject) {
      json.text("subject", e.subject());
    }
    return json.raw("payload", e.payload().utf8()).toString();
  }

  private static Answer info(Passage p, String subject) {
    StreamInfo info =
        p.assembly().events().streams().stream()
            .filter(s -> s.spec().subjects().stream().anyMatch(f -> Subjects.matches(f, subject)))
            .findFirst()
            .orElseThrow(
                () ->
                    new MeshException(
                        Status.NOT_FOUND, "CMESH-EVT-005", subject + ": no stream holds it"));
    return Answer.ok(
        Json.object()
            .text("stream", info.spec().name())
            .number("firstSequence", info.firstSequence())
            .number("lastSequence", info.lastSequence())
            .number("sizeBytes", info.sizeBytes())
            .bytes());
  }

  private static Range range(String argument) {
    Long from = null;
    Long limit = null;
    try (JsonParser in = JSON.createParser(argument)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        throw bad(argument, null);
      }
      while (in.nextToken() != JsonToken.END_OBJECT) {
        String name = in.currentName();
        if (in.nextToken() != JsonToken.VALUE_NUMBER_INT) {
          throw bad(argument, null);
        }
        if (name.equals("from")) {
          from = in.getLongValue();
        } else if (name.equals("limit")) {
          limit = in.getLongValue();
        } else {
          throw bad(argument, null);
        }
      }
    } catch (IOException e) {
      throw bad(argument, e);
    }
    long first = from == null ? 1 : from;
    long most = limit == null ? 100 : limit;
    if (first < 0 || most < 1 || most > MOST) {
      throw bad(argument, null);
    }
    return new Range(first, (int) most);
  }

  private static MeshException bad(String argument, @Nullable Throwable cause) {
    MeshException.Builder b =
        MeshException.of(
            Status.BAD_REQUEST,
            "CMESH-EVT-006",
            argument + " (expected: {\"from\": 0 or more, \"limit\": 1 to " + MOST + "})");
    return cause == null ? b.build() : b.cause(cause).build();
  }
}
