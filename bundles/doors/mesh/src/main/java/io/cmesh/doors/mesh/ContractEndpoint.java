package io.cmesh.doors.mesh;

import io.cmesh.api.command.CommandDraft;
import io.cmesh.api.contract.ContractCommands;
import io.cmesh.api.contract.ContractCommands.Deployment;
import io.cmesh.api.node.Dispatcher;
import io.cmesh.http.HttpExchange;
import io.cmesh.http.HttpHandler;

/** {@code POST /contracts}: deploys code at an address. */
final class ContractEndpoint implements HttpHandler {
  static final String PREFIX = "/contracts";

  private static final int LONGEST_ADDRESS = 42;
  private static final int LONGEST_LABEL = 128;

  private final Dispatcher dispatcher;

  ContractEndpoint(Dispatcher dispatcher) {
    this.dispatcher = dispatcher;
  }

  @Override
  public void handle(HttpExchange exchange) {
    if (!exchange.path().equals(PREFIX)) {
      throw DoorErrors.nothingHere();
    }
    Requests.requireMethodOfSession(exchange, "POST");
    Answers.whole(
        exchange,
        dispatcher.order(
            Requests.operation(exchange),
            Requests.origin(exchange),
            "contract.deploy",
            (by, view) -> draft(Requests.fields(exchange))),
        MediaTypes.PLAIN_JSON);
  }

  private static CommandDraft draft(Fields fields) {
    String address = fields.text("address");
    if (!isAddress(address)) {
      throw DoorErrors.badBody("\"address\"", "0x and 1 to 40 hexadecimal digits");
    }
    String label = fields.text("label", "");
    if (label.length() > LONGEST_LABEL) {
      throw DoorErrors.badBody("\"label\"", "at most " + LONGEST_LABEL + " characters");
    }
    return ContractCommands.deploy(new Deployment(address, fields.bytes("code"), label));
  }

  private static boolean isAddress(String text) {
    boolean good = text.startsWith("0x") && text.length() > 2 && text.length() <= LONGEST_ADDRESS;
    for (int i = 2; i < text.length() && good; i++) {
      good = Character.digit(text.charAt(i), 16) >= 0 && text.charAt(i) < 128;
    }
    return good;
  }
}
