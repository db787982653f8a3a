package io.cmesh.kernel.dispatch;

import io.cmesh.api.fqmn.Fqmn;
import io.cmesh.api.message.Status;
import io.cmesh.api.provider.Role;
import io.cmesh.api.router.Route;
import io.cmesh.api.state.View;
import io.cmesh.kernel.assembly.Assembly;

/** Where does it go? FQMN to route, the registrar asked for names. Thread-safe. */
final class Resolve {
  void take(Passage p) {
    p.enter("resolve", Role.ROUTER);
    Assembly assembly = p.assembly();
    View view = assembly.state();
    Fqmn asked = Fqmn.parse(p.message().fqmn());
    Route route = assembly.router().route(asked, name -> assembly.registrar().resolve(name, view));
    p.resolvedTo(route);
    p.leave(Status.OK, p.hash(route.resolved().text()));
  }
}
