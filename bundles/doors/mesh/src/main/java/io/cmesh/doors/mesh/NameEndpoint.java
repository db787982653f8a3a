package io.cmesh.doors.mesh;

import io.cmesh.api.Bytes;
import io.cmesh.api.command.CommandDraft;
import io.cmesh.api.node.Dispatcher;
import io.cmesh.api.registrar.NameCommands;
import io.cmesh.api.registrar.NameCommands.Transfer;
import io.cmesh.api.registrar.NameRecord;
import io.cmesh.api.registrar.Names;
import io.cmesh.api.state.Scan;
import io.cmesh.api.state.StateEntry;
import io.cmesh.api.state.View;
import io.cmesh.http.HttpExchange;
import io.cmesh.http.HttpHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** {@code /names}: lists, transfers, releases. Registering is an FQMN: {@code 0xRW}. */
final class NameEndpoint implements HttpHandler {
  static final String PREFIX = "/names";

  private static final String TRANSFER = "/transfer";
  private static final int MOST = 1000;

  private final Dispatcher dispatcher;

  NameEndpoint(Dispatcher dispatcher) {
    this.dispatcher = dispatcher;
  }

  @Override
  public void handle(HttpExchange exchange) {
    String rest = exchange.path().substring(PREFIX.length());
    if (rest.isEmpty()) {
      Requests.requireMethodOfSession(exchange, "GET");
      list(exchange);
    } else if (rest.endsWith(TRANSFER)) {
      Requests.requireMethodOfSession(exchange, "POST");
      String raw = rest.substring(1, rest.length() - TRANSFER.length());
      order(exchange, "name.transfer", () -> transfer(exchange, raw));
    } else {
      Requests.requireMethodOfSession(exchange, "DELETE");
      String raw = rest.substring(1);
      order(exchange, "name.release", () -> NameCommands.release(PathText.decode(raw, 0)));
    }
  }

  private static CommandDraft transfer(HttpExchange exchange, String raw) {
    String owner = Requests.fields(exchange).text("owner");
    return NameCommands.transfer(new Transfer(PathText.decode(raw, 0), owner));
  }

  private void order(HttpExchange exchange, String operation, Supplier<CommandDraft> draft) {
    Answers.whole(
        exchange,
        dispatcher.order(
            Requests.operation(exchange),
            Requests.origin(exchange),
            operation,
            (by, view) -> draft.get()),
        MediaTypes.PLAIN_JSON);
  }

  private void list(HttpExchange exchange) {
    Answers.payload(
        exchange,
        dispatcher.inspect(
            Requests.operation(exchange),
            Requests.origin(exchange),
            "name.list",
            (by, view) -> page(new Query(exchange.query()), view)));
  }

  private static Bytes page(Query query, View view) {
    int limit = (int) query.number("limit", 100, 1, MOST);
    List<NameRecord> names = new ArrayList<>();
    try (Scan scan = view.scan(Names.NAMESPACE, Names.key(query.text("from").orElse("")), null)) {
      while (scan.hasNext() && names.size() < limit) {
        StateEntry entry = scan.next();
        names.add(Names.decode(entry.value(), entry.version()));
      }
    }
    return Json.list(
        "names",
        names,
        (json, name) -> {
          json.writeStringField("name", name.name());
          json.writeStringField("target", name.target());
          json.writeStringField("owner", name.owner());
          json.writeStringField("registeredAt", Json.time(name.registeredAt()));
          json.writeNumberField("index", name.index());
        });
  }
}
