package io.cmesh.router.local;

import io.cmesh.api.error.MeshException;
import io.cmesh.api.fqmn.Addresses;
import io.cmesh.api.fqmn.Fqmn;
import io.cmesh.api.fqmn.Opcode;
import io.cmesh.api.message.Status;
import io.cmesh.api.registrar.NameRecord;
import io.cmesh.api.router.Hop;
import io.cmesh.api.router.NameLookup;
import io.cmesh.api.router.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The way of one request: follows its names, hop by hop. One thread. */
final class Way {
  private final String self;
  private final Set<String> nodes;
  private final NameLookup names;
  private final List<Hop> hops = new ArrayList<>(Route.MAX_HOPS);

  Way(String self, Set<String> nodes, NameLookup names) {
    this.self = self;
    this.nodes = nodes;
    this.names = names;
  }

  List<Hop> hops() {
    return hops;
  }

  Fqmn resolve(Fqmn asked) {
    return switch (asked.opcode()) {
      case R -> named(asked);
      case S, SW -> atAddress(asked);
      case P -> onNode(asked);
      case I -> about(asked);
      case A -> throw reserved();
      case RW, E, EW, C -> asked;
    };
  }

  private static MeshException reserved() {
    return new MeshException(
        Status.FORBIDDEN,
        "CMESH-RTR-005",
        "0xA is reserved for the node's own calls of its contract runtime",
        "Call the contract: 0xS:<address>:<function> to query, 0xSW to execute.");
  }

  /** {@code 0xR}: the name's target with what the call adds, until no name is left. */
  private Fqmn named(Fqmn call) {
    Fqmn target = follow(call.target());
    boolean bare = call.function() == null && call.argument() == null;
    if (bare && target.opcode() == Opcode.S && target.function() == null) {
      return call;
    }
    return resolve(Merge.of(call, target));
  }

  /** {@code 0xS}, {@code 0xSW}: the contract's address in place of its name. */
  private Fqmn atAddress(Fqmn call) {
    String contract = call.target();
    while (!Addresses.isAddress(contract)) {
      contract = contractOf(contract);
    }
    return contract.equals(call.target()) ? call : Merge.at(contract, call);
  }

  private String contractOf(String name) {
    Fqmn target = follow(name);
    boolean plain = target.function() == null && target.argument() == null;
    if (plain && (target.opcode() == Opcode.S || target.opcode() == Opcode.R)) {
      return target.target();
    }
    if (target.opcode() == Opcode.S || target.opcode() == Opcode.R) {
      throw Merge.both("a function", name, target);
    }
    throw new MeshException(
        Status.BAD_REQUEST,
        "CMESH-RTR-006",
        "name: " + name + " stands for " + target.text() + " (expected: 0xS:<address>)",
        "Call it as it is named: 0xR:" + name);
  }

  /** {@code 0xP}: here, or on another node this one knows. */
  private Fqmn onNode(Fqmn asked) {
    Fqmn inner = asked.inner();
    if (inner != null && asked.target().equals(self)) {
      return resolve(inner);
    }
    if (!nodes.contains(asked.target())) {
      throw new MeshException(
          Status.NOT_FOUND,
          "CMESH-RTR-001",
          "node: " + asked.target() + " is not known here (this one is " + self + ")",
          "Name the nodes that may be addressed in nodes of the router's configuration.");
    }
    return asked;
  }

  /** {@code 0xI:can:<fqmn>}: what is asked about, resolved; what nobody may is left as it is. */
  private Fqmn about(Fqmn asked) {
    Fqmn inner = asked.inner();
    if (inner == null || inner.opcode() == Opcode.A) {
      return asked;
    }
    Fqmn resolved = resolve(inner);
    return resolved.equals(inner) ? asked : Fqmn.parse("0xI:can:" + resolved.text());
  }

  private Fqmn follow(String name) {
    boolean loop = hops.stream().anyMatch(hop -> hop.name().equalsIgnoreCase(name));
    if (loop) {
      throw astray(
          "CMESH-RTR-002", "a loop: ", name, "Let one of these names stand for another target.");
    }
    if (hops.size() == Route.MAX_HOPS) {
      throw astray(
          "CMESH-RTR-003",
          "more than " + Route.MAX_HOPS + " hops: ",
          name,
          "Let the first name stand for what the last one does.");
    }
    NameRecord record = names.find(name).orElseThrow(() -> unknown(name));
    hops.add(new Hop(name, record.target()));
    return Fqmn.parseTarget(record.target());
  }

  private MeshException astray(String code, String what, String last, String hint) {
    String path = hops.stream().map(Hop::name).collect(Collectors.joining(" → "));
    return new MeshException(Status.BAD_REQUEST, code, what + path + " → " + last, hint);
  }

  private static MeshException unknown(String name) {
    return new MeshException(
        Status.NOT_FOUND,
        "CMESH-REG-001",
        name + ": no such name",
        "Register it: cmesh name register " + name + " 0xS:<address>");
  }
}
