package io.cmesh.doors.mesh;

import io.cmesh.api.node.Admin;
import io.cmesh.api.node.NodeStatus;
import io.cmesh.api.provider.Health;
import io.cmesh.http.HttpExchange;
import io.cmesh.http.HttpHandler;

/** {@code GET /readyz}, for watchdogs: as often as they like. */
final class ReadyEndpoint implements HttpHandler {
  static final String PATH = "/readyz";

  private final Admin admin;

  ReadyEndpoint(Admin admin) {
    this.admin = admin;
  }

  /** Works in part is ready: a node that still reads should still be asked. */
  @Override
  public void handle(HttpExchange exchange) {
    if (!exchange.path().equals(PATH)) {
      throw DoorErrors.nothingHere();
    }
    Requests.requireMethod(exchange, "GET");
    NodeStatus status = admin.status();
    boolean down = status.health().grade() == Health.Grade.DOWN;
    exchange.respond(down ? 503 : 200, HttpExchange.JSON, StatusJson.readiness(status));
  }

  @Override
  public boolean rateLimited() {
    return false;
  }
}
