package io.cmesh.doors.mesh;

import io.cmesh.api.Bytes;
import io.cmesh.api.command.Principal;
import io.cmesh.api.node.Admin;
import io.cmesh.api.provider.Role;
import io.cmesh.http.HttpExchange;
import io.cmesh.http.HttpHandler;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.concurrent.CompletionStage;

/** {@code /admin/…}: what the operator asks and orders; the status is open. */
final class AdminEndpoint implements HttpHandler {
  static final String PREFIX = "/admin/";

  private final Admin admin;
  private final SwapEndpoint swaps;

  AdminEndpoint(Admin admin) {
    this.admin = admin;
    this.swaps = new SwapEndpoint(admin);
  }

  @Override
  public void handle(HttpExchange exchange) {
    String what = exchange.path().substring(PREFIX.length());
    switch (what) {
      case "status" -> get(exchange, StatusJson.node(admin.status()));
      case "roles" -> {
        administrator(exchange, "read");
        get(exchange, Json.list("roles", admin.roles(), StatusJson::role));
      }
      case "providers" -> {
        administrator(exchange, "read");
        get(exchange, StatusJson.providers(admin.providers(), admin.installable()));
      }
      case "backup" -> file(exchange, "backup", admin::backup);
      case "restore" -> file(exchange, "restore", admin::restore);
      case "tokens/rotate" -> rotate(exchange);
      case "providers/install" -> provider(exchange, true, admin::install);
      case "providers/uninstall" -> provider(exchange, false, admin::uninstall);
      case "swaps" -> swaps.history(exchange);
      default -> swaps.role(exchange, what);
    }
  }

  /** Who asks; throws 401 or 403 unless it may do that. */
  private Principal administrator(HttpExchange exchange, String operation) {
    Principal by = admin.authenticate(Requests.token(exchange));
    admin.requireAdministrator(by, operation);
    return by;
  }

  private static void get(HttpExchange exchange, Bytes json) {
    Requests.requireMethod(exchange, "GET");
    exchange.respond(200, HttpExchange.JSON, json);
  }

  private void rotate(HttpExchange exchange) {
    Principal by = administrator(exchange, "tokens");
    Requests.requireMethod(exchange, "POST");
    admin.rotateTokenKey(by);
    exchange.respond(200, HttpExchange.JSON, Bytes.utf8("{}"));
  }

  @FunctionalInterface
  private interface OnProvider {
    CompletionStage<Void> apply(Role role, String provider, Principal by);
  }

  private void provider(HttpExchange exchange, boolean installed, OnProvider action) {
    Principal by = administrator(exchange, "swap");
    Requests.requireMethod(exchange, "POST");
    Fields fields = Requests.fields(exchange);
    Role role = Role.of(fields.text("role"));
    String provider = fields.text("provider");
    Answers.then(
        exchange,
        action.apply(role, provider, by),
        (x, done) ->
            x.respond(200, HttpExchange.JSON, StatusJson.installed(role, provider, installed)));
  }

  @FunctionalInterface
  private interface OnFile {
    CompletionStage<Long> apply(Path file, Principal by);
  }

  private void file(HttpExchange exchange, String operation, OnFile action) {
    Principal by = administrator(exchange, operation);
    Requests.requireMethod(exchange, "POST");
    Path file = absolute(Requests.fields(exchange).text("file"));
    Answers.then(
        exchange,
        action.apply(file, by),
        (x, index) ->
            x.respond(
                200,
                HttpExchange.JSON,
                Json.object(json -> json.writeNumberField("index", index))));
  }

  private static Path absolute(String text) {
    try {
      Path path = Path.of(text);
      if (path.isAbsolute()) {
        return path.normalize();
      }
    } catch (InvalidPathException e) {
      throw DoorErrors.badBody("\"file\": " + e.getReason(), "an absolute path");
    }
    throw DoorErrors.badBody("\"file\"", "an absolute path");
  }
}
