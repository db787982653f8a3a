package io.cmesh.kernel.dispatch;

import io.cmesh.api.command.Principal;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.fqmn.Fqmn;
import io.cmesh.api.message.Status;
import io.cmesh.api.permission.Permissions;
import io.cmesh.api.provider.Role;
import io.cmesh.api.router.Route;
import io.cmesh.api.state.View;
import io.cmesh.kernel.assembly.Assembly;
import io.cmesh.kernel.bytes.Json;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionStage;

/** {@code 0xI}: who the caller is, what the caller may. */
final class Identity implements Executor {
  private final Authorize authorize;

  Identity(Authorize authorize) {
    this.authorize = authorize;
  }

  @Override
  public Role role() {
    return Role.IAM;
  }

  @Override
  public CompletionStage<Answer> execute(Passage p) {
    return switch (p.resolved().target()) {
      case "whoami" -> whoami(p).now();
      case "can" -> can(p).now();
      default ->
          throw new MeshException(
              Status.NOT_FOUND,
              "CMESH-IAM-020",
              p.resolved().text() + ": no such action (expected: whoami or can:<fqmn>)");
    };
  }

  private static Answer whoami(Passage p) {
    Principal who = p.principal();
    View view = p.assembly().state();
    int rules = Permissions.rulesOf(who.did(), view).size();
    for (String attribute : who.attributes()) {
      rules += Permissions.rulesOf(attribute, view).size();
    }
    return Answer.ok(
        Json.object()
            .text("did", who.did())
            .text("kind", who.kind().name().toLowerCase(Locale.ROOT))
            .text("session", who.session())
            .texts("attributes", List.copyOf(who.attributes()))
            .number("rules", rules)
            .bytes());
  }

  private Answer can(Passage p) {
    Fqmn asked = p.resolved().inner();
    if (asked == null) {
      throw new MeshException(Status.BAD_REQUEST, "CMESH-IAM-021", "can: (expected: can:<fqmn>)");
    }
    Assembly assembly = p.assembly();
    View view = assembly.state();
    Route route = assembly.router().route(asked, n -> assembly.registrar().resolve(n, view));
    return Answer.ok(String.valueOf(authorize.decide(p, route.resolved()).allowed()));
  }
}
