package io.cmesh.doors.mesh;

import io.cmesh.api.Bytes;
import io.cmesh.api.node.Admin;
import io.cmesh.api.node.NodeStatus;
import io.cmesh.api.node.Sessions;
import io.cmesh.http.HttpExchange;
import io.cmesh.http.HttpHandler;

/** {@code GET /}, {@code /jwks.json}; 404 for what nobody else serves. */
final class InfoEndpoint implements HttpHandler {
  private final Sessions sessions;
  private final Admin admin;

  InfoEndpoint(Sessions sessions, Admin admin) {
    this.sessions = sessions;
    this.admin = admin;
  }

  @Override
  public void handle(HttpExchange exchange) {
    switch (exchange.path()) {
      case "/" -> get(exchange, 200, info());
      case "/jwks.json" -> get(exchange, 200, sessions.jwks());
      default -> throw DoorErrors.nothingHere();
    }
  }

  private static void get(HttpExchange exchange, int status, Bytes json) {
    Requests.requireMethod(exchange, "GET");
    exchange.respond(status, HttpExchange.JSON, json);
  }

  private Bytes info() {
    NodeStatus status = admin.status();
    return Json.object(
        json -> {
          json.writeStringField("node", status.node());
          json.writeStringField("did", sessions.nodeDid());
          json.writeStringField("version", status.version());
        });
  }
}
