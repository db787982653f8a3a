package io.cmesh.doors.mesh;

import io.cmesh.api.Bytes;
import io.cmesh.api.command.CommandDraft;
import io.cmesh.api.command.Principal;
import io.cmesh.api.node.Dispatcher;
import io.cmesh.api.permission.FqmnPattern;
import io.cmesh.api.permission.PermissionCommands;
import io.cmesh.api.permission.Permissions;
import io.cmesh.api.permission.Rule;
import io.cmesh.api.permission.Verb;
import io.cmesh.api.state.View;
import io.cmesh.http.HttpExchange;
import io.cmesh.http.HttpHandler;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** {@code /permissions}: lists, grants, revokes. */
final class PermissionEndpoint implements HttpHandler {
  static final String PREFIX = "/permissions";

  private final Dispatcher dispatcher;

  PermissionEndpoint(Dispatcher dispatcher) {
    this.dispatcher = dispatcher;
  }

  @Override
  public void handle(HttpExchange exchange) {
    if (!exchange.path().equals(PREFIX)) {
      throw DoorErrors.nothingHere();
    }
    switch (exchange.method()) {
      case "GET", "HEAD" -> list(exchange);
      case "POST" -> order(exchange, "permission.grant", PermissionCommands::grant);
      case "DELETE" -> order(exchange, "permission.revoke", PermissionCommands::revoke);
      default -> {
        Requests.token(exchange);
        exchange.set("Allow", "GET, POST, DELETE");
        throw DoorErrors.badMethod(exchange.method(), "GET, POST, DELETE");
      }
    }
  }

  private void order(HttpExchange exchange, String operation, Function<Rule, CommandDraft> draft) {
    Answers.whole(
        exchange,
        dispatcher.order(
            Requests.operation(exchange),
            Requests.origin(exchange),
            operation,
            (by, view) -> draft.apply(rule(Requests.fields(exchange)))),
        MediaTypes.PLAIN_JSON);
  }

  private static Rule rule(Fields fields) {
    Set<Verb> verbs = EnumSet.noneOf(Verb.class);
    for (String verb : fields.texts("verbs")) {
      verbs.add(verb(verb));
    }
    if (verbs.isEmpty()) {
      throw DoorErrors.badBody("no verb", "one or more of read, write, execute, administer");
    }
    return new Rule(fields.text("subject"), FqmnPattern.parse(fields.text("pattern")), verbs);
  }

  private static Verb verb(String text) {
    for (Verb verb : Verb.values()) {
      if (text(verb).equals(text)) {
        return verb;
      }
    }
    throw DoorErrors.badBody("a verb: " + text, "read, write, execute or administer");
  }

  private static String text(Verb verb) {
    return verb.name().toLowerCase(Locale.ROOT);
  }

  private void list(HttpExchange exchange) {
    Answers.payload(
        exchange,
        dispatcher.inspect(
            Requests.operation(exchange),
            Requests.origin(exchange),
            "permission.list",
            (by, view) -> rules(new Query(exchange.query()).text("subject"), by, view)));
  }

  /** One sees the rules one has, by DID or attribute, and those one could have granted. */
  static Bytes rules(Optional<String> subject, Principal by, View view) {
    List<Rule> rules =
        subject.isPresent() ? Permissions.rulesOf(subject.get(), view) : Permissions.all(view);
    List<Rule> visible =
        rules.stream()
            .filter(
                rule ->
                    by.isTrusted()
                        || rule.subject().equals(by.did())
                        || by.attributes().contains(rule.subject())
                        || Permissions.mayGrant(by, rule.pattern(), view).allowed())
            .toList();
    return Json.list(
        "rules",
        visible,
        (json, rule) -> {
          json.writeStringField("subject", rule.subject());
          json.writeStringField("pattern", rule.pattern().text());
          Json.texts(
              json, "verbs", rule.verbs().stream().sorted().map(PermissionEndpoint::text).toList());
        });
  }
}
