package io.cmesh.doors.mesh;

import io.cmesh.api.Bytes;
import io.cmesh.api.iam.SessionCall;
import io.cmesh.api.iam.SessionConfirm;
import io.cmesh.api.iam.Tokens;
import io.cmesh.api.node.Sessions;
import io.cmesh.http.HttpExchange;
import io.cmesh.http.HttpHandler;
import java.util.UUID;

/** {@code /session}: the four steps, renewal, end. */
final class SessionEndpoint implements HttpHandler {
  static final String PREFIX = "/session";

  private static final Bytes NOTHING = Bytes.utf8("{}");
  private static final int UUID_LENGTH = 36;

  private final Sessions sessions;

  SessionEndpoint(Sessions sessions) {
    this.sessions = sessions;
  }

  @Override
  public void handle(HttpExchange exchange) {
    String rest = exchange.path().substring(PREFIX.length());
    if (rest.isEmpty()) {
      beginOrEnd(exchange);
      return;
    }
    Requests.requireMethod(exchange, "POST");
    if (rest.equals("/renew")) {
      String renew = Requests.fields(exchange).text("renew");
      Answers.then(exchange, sessions.renew(renew), SessionEndpoint::tokens);
    } else if (rest.endsWith("/answer")) {
      answer(exchange, id(rest, "/answer"));
    } else {
      consent(exchange, id(rest, "/consent"));
    }
  }

  private void beginOrEnd(HttpExchange exchange) {
    if (exchange.method().equals("DELETE")) {
      Answers.then(
          exchange,
          sessions.end(Requests.token(exchange), Requests.origin(exchange)),
          (x, nothing) -> x.respond(200, HttpExchange.JSON, NOTHING));
      return;
    }
    Requests.requireMethod(exchange, "POST");
    String did = Requests.fields(exchange).text("did");
    SessionCall call = sessions.call(did, Requests.origin(exchange));
    exchange.respond(200, HttpExchange.JSON, json(call));
  }

  private static Bytes json(SessionCall call) {
    return Json.object(
        json -> {
          json.writeStringField("id", call.id().toString());
          json.writeStringField("nonce", Json.base64(call.nonce()));
          json.writeStringField("node", call.nodeDid());
          json.writeStringField("signature", Json.base64(call.signature()));
        });
  }

  private void answer(HttpExchange exchange, UUID id) {
    SessionConfirm confirm = sessions.answer(id, Requests.fields(exchange).bytes("signature"));
    exchange.respond(
        200,
        HttpExchange.JSON,
        Json.object(
            json -> {
              json.writeStringField("nonce", Json.base64(confirm.nonce()));
              Json.texts(json, "rights", confirm.rights());
              json.writeStringField("signature", Json.base64(confirm.signature()));
            }));
  }

  private void consent(HttpExchange exchange, UUID id) {
    Bytes signature = Requests.fields(exchange).bytes("signature");
    Answers.then(
        exchange,
        sessions.consent(id, signature, Requests.origin(exchange)),
        SessionEndpoint::tokens);
  }

  private static void tokens(HttpExchange exchange, Tokens tokens) {
    exchange.respond(
        200,
        HttpExchange.JSON,
        Json.object(
            json -> {
              json.writeStringField("token", tokens.token());
              json.writeStringField("renew", tokens.renew());
              json.writeStringField("expires", tokens.expires().toString());
            }));
  }

  private static UUID id(String rest, String step) {
    if (rest.length() == 1 + UUID_LENGTH + step.length() && rest.endsWith(step)) {
      try {
        return UUID.fromString(rest.substring(1, 1 + UUID_LENGTH));
      } catch (IllegalArgumentException e) {
        throw DoorErrors.nothingHere();
      }
    }
    throw DoorErrors.nothingHere();
  }
}
