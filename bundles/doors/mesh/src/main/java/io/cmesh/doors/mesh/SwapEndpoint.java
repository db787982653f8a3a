package io.cmesh.doors.mesh;

import io.cmesh.api.command.Principal;
import io.cmesh.api.node.Admin;
import io.cmesh.api.node.RoleStatus;
import io.cmesh.api.node.SwapReport;
import io.cmesh.api.provider.Role;
import io.cmesh.http.HttpExchange;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * {@code /admin/roles/<role>/…} and {@code /admin/swaps}: replaces providers, and tells of it. One
 * who asks not to wait is answered 202 with the report as it is then, and follows it in {@code
 * /admin/swaps}.
 */
final class SwapEndpoint {
  private static final String ROLES = "roles/";
  private static final int MOST = 1_000;
  private static final int USUAL = 20;

  private final Admin admin;

  SwapEndpoint(Admin admin) {
    this.admin = admin;
  }

  /** Answers {@code roles/<role>/<verb>}; 404 for everything else. */
  void role(HttpExchange exchange, String path) {
    int verb = path.lastIndexOf('/');
    if (!path.startsWith(ROLES) || verb <= ROLES.length()) {
      throw DoorErrors.nothingHere();
    }
    String role = path.substring(ROLES.length(), verb);
    switch (path.substring(verb + 1)) {
      case "plan" -> plan(exchange, role);
      case "swap" -> swap(exchange, role);
      case "rollback" -> rollback(exchange, role);
      default -> throw DoorErrors.nothingHere();
    }
  }

  private Principal administrator(HttpExchange exchange) {
    Principal by = admin.authenticate(Requests.token(exchange));
    admin.requireAdministrator(by, "swap");
    return by;
  }

  private static Role role(String raw) {
    return Role.of(PathText.decode(raw, 0));
  }

  private void plan(HttpExchange exchange, String role) {
    Principal by = administrator(exchange);
    Requests.requireMethod(exchange, "GET");
    String provider =
        new Query(exchange.query())
            .text("provider")
            .orElseThrow(() -> DoorErrors.badQuery("provider", "", "a provider's name"));
    exchange.respond(200, HttpExchange.JSON, SwapsJson.plan(admin.plan(role(role), provider, by)));
  }

  private void swap(HttpExchange exchange, String raw) {
    Principal by = administrator(exchange);
    Requests.requireMethod(exchange, "POST");
    Role role = role(raw);
    Fields fields = Requests.fields(exchange);
    String provider = fields.text("provider");
    boolean waits = waits(exchange, fields);
    long before = waits ? 0L : newest(by).map(SwapReport::id).orElse(0L);
    CompletionStage<RoleStatus> swap = admin.swap(role, provider, by);
    Optional<SwapReport> report =
        waits ? Optional.empty() : newest(role, by).filter(r -> r.id() > before);
    answer(exchange, swap, report);
  }

  private void rollback(HttpExchange exchange, String raw) {
    Principal by = administrator(exchange);
    Requests.requireMethod(exchange, "POST");
    Role role = role(raw);
    boolean waits =
        waits(exchange, exchange.body().isEmpty() ? Fields.NONE : Requests.fields(exchange));
    CompletionStage<RoleStatus> back = admin.rollback(role, by);
    answer(exchange, back, waits ? Optional.empty() : newest(role, by));
  }

  private static boolean waits(HttpExchange exchange, Fields fields) {
    String prefer = exchange.header("Prefer");
    boolean preferred = prefer != null && prefer.contains("respond-async");
    return fields.flag("wait", !preferred);
  }

  private Optional<SwapReport> newest(Principal by) {
    return admin.swaps(1, by).stream().findFirst();
  }

  private Optional<SwapReport> newest(Role role, Principal by) {
    return admin.swaps(USUAL, by).stream().filter(r -> r.role() == role).findFirst();
  }

  // A role that is emptied, or filled again from where it stood, has no report: that takes moments.
  private static void answer(
      HttpExchange exchange, CompletionStage<RoleStatus> done, Optional<SwapReport> report) {
    if (report.isPresent()) {
      exchange.respond(202, HttpExchange.JSON, SwapsJson.report(report.get()));
    } else {
      Answers.then(exchange, done, SwapEndpoint::role);
    }
  }

  private static void role(HttpExchange exchange, RoleStatus status) {
    exchange.respond(200, HttpExchange.JSON, Json.object(json -> StatusJson.role(json, status)));
  }

  /** Answers {@code swaps}. */
  void history(HttpExchange exchange) {
    Principal by = administrator(exchange);
    Requests.requireMethod(exchange, "GET");
    int limit = (int) new Query(exchange.query()).number("limit", USUAL, 1, MOST);
    List<SwapReport> swaps = admin.swaps(limit, by);
    exchange.respond(200, HttpExchange.JSON, Json.list("swaps", swaps, SwapsJson::report));
  }
}
