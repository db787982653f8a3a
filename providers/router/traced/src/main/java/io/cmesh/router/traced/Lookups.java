package io.cmesh.router.traced;

import io.cmesh.api.error.MeshException;
import io.cmesh.api.fqmn.Fqmn;
import io.cmesh.api.message.Status;
import io.cmesh.api.registrar.NameRecord;
import io.cmesh.api.router.Hop;
import io.cmesh.api.router.NameLookup;
import io.cmesh.api.router.Route;
import java.util.ArrayList;
import java.util.List;

/** Follows the names of one request, and remembers them: none twice, none too many. One thread. */
final class Lookups {
  private final NameLookup names;
  private final List<Hop> hops = new ArrayList<>(Route.MAX_HOPS);

  Lookups(NameLookup names) {
    this.names = names;
  }

  List<Hop> hops() {
    return hops;
  }

  /** What a name stands for. */
  Fqmn follow(String name) {
    for (Hop hop : hops) {
      if (hop.name().equalsIgnoreCase(name)) {
        throw astray(
            "CMESH-RTR-002", "a loop: ", name, "Let one of these names stand for another target.");
      }
    }
    if (hops.size() >= Route.MAX_HOPS) {
      throw astray(
          "CMESH-RTR-003",
          "more than " + Route.MAX_HOPS + " hops: ",
          name,
          "Let the first name stand for what the last one does.");
    }
    NameRecord record = names.find(name).orElse(null);
    if (record == null) {
      throw new MeshException(
          Status.NOT_FOUND,
          "CMESH-REG-001",
          name + ": no such name",
          "Register it: cmesh name register " + name + " 0xS:<address>");
    }
    hops.add(new Hop(name, record.target()));
    return Fqmn.parseTarget(record.target());
  }

  private MeshException astray(String code, String what, String last, String hint) {
    StringBuilder path = new StringBuilder(what);
    hops.forEach(hop -> path.append(hop.name()).append(" → "));
    return new MeshException(Status.BAD_REQUEST, code, path.append(last).toString(), hint);
  }
}
