package ${package};

import io.cmesh.api.fqmn.Addresses;
import io.cmesh.api.fqmn.Fqmn;
import io.cmesh.api.provider.Health;
import io.cmesh.api.provider.Instance;
import io.cmesh.api.router.NameLookup;
import io.cmesh.api.router.Route;
import io.cmesh.api.router.Router;
import java.util.List;
import java.util.Set;

/** Resolves names by the registrar's records and nodes by their names. Keeps nothing. */
final class NameRouter implements Router, Instance<Router> {
  private final String self;
  private final Set<String> nodes;

  NameRouter(String self, Set<String> nodes) {
    this.self = self;
    this.nodes = nodes;
  }

  @Override
  public Route route(Fqmn asked, NameLookup names) {
    if (isResolved(asked)) {
      return new Route(asked, asked, List.of());
    }
    Way way = new Way(self, nodes, names);
    Fqmn resolved = way.resolve(asked);
    return new Route(asked, resolved, way.hops());
  }

  /** Most requests name an address or a channel: nothing is looked up for them. */
  private static boolean isResolved(Fqmn asked) {
    return switch (asked.opcode()) {
      case S, SW -> Addresses.isAddress(asked.target());
      case E, EW, RW, C -> true;
      case I -> asked.inner() == null;
      case R, A, P -> false;
    };
  }

  @Override
  public Router service() {
    return this;
  }

  @Override
  public Health health() {
    return Health.OK;
  }

  /** Nothing is held. */
  @Override
  public void close() {}
}
