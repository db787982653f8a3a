package io.cmesh.router.traced;

import io.cmesh.api.error.MeshException;
import io.cmesh.api.fqmn.Addresses;
import io.cmesh.api.fqmn.Fqmn;
import io.cmesh.api.fqmn.Opcode;
import io.cmesh.api.message.Status;
import io.cmesh.api.router.Hop;
import io.cmesh.api.router.Route;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way of one request, step by step: each step replaces what is called by what it stands for,
 * until a step has nothing left to replace. One thread.
 */
final class Walk {
  private static final String ABOUT = "0xI:can:";

  private final Neighbours neighbours;
  private final Lookups lookups;

  Walk(Neighbours neighbours, Lookups lookups) {
    this.neighbours = neighbours;
    this.lookups = lookups;
  }

  /** The names followed so far, also where the walk ended in a refusal. */
  List<Hop> hops() {
    return lookups.hops();
  }

  Route from(Fqmn asked) {
    StringBuilder about = new StringBuilder();
    Fqmn here = asked;
    for (Fqmn next = step(here, about); next != null; next = step(here, about)) {
      here = next;
    }
    Fqmn resolved = about.length() == 0 ? here : Fqmn.parse(about + here.text());
    return new Route(asked, resolved, lookups.hops());
  }

  /** What {@code here} stands for; null where it stands for itself. */
  private @Nullable Fqmn step(Fqmn here, StringBuilder about) {
    return switch (here.opcode()) {
      case R -> behindName(here);
      case S, SW -> atAddress(here);
      case P -> onNode(here);
      case I -> askedAbout(here, about);
      case A -> throw reserved();
      case RW, E, EW, C -> null;
    };
  }

  /** A name that ends at a bare contract stands for itself: it is told what it stands for. */
  private @Nullable Fqmn behindName(Fqmn call) {
    Fqmn target = lookups.follow(call.target());
    boolean bare = call.function() == null && call.argument() == null;
    boolean contract = target.opcode() == Opcode.S && target.function() == null;
    return bare && contract ? null : new Joining(call, target).joined();
  }

  private @Nullable Fqmn atAddress(Fqmn call) {
    String name = call.target();
    if (Addresses.isAddress(name)) {
      return null;
    }
    Fqmn target = lookups.follow(name);
    if (target.opcode() != Opcode.S && target.opcode() != Opcode.R) {
      throw Joining.noCall(
          "name: " + name + " stands for " + target.text() + " (expected: 0xS:<address>)",
          "Call it as it is named: 0xR:" + name);
    }
    if (target.function() != null || target.argument() != null) {
      throw Joining.both("a function", name, target);
    }
    return Joining.at(target.target(), call);
  }

  private @Nullable Fqmn onNode(Fqmn asked) {
    Fqmn inner = asked.inner();
    if (inner != null && asked.target().equals(neighbours.self())) {
      return inner;
    }
    if (neighbours.others().contains(asked.target())) {
      return null;
    }
    throw new MeshException(
        Status.NOT_FOUND,
        "CMESH-RTR-001",
        "node: " + asked.target() + " is not known here (this one is " + neighbours.self() + ")",
        "Name the nodes that may be addressed in nodes of the router's configuration.");
  }

  /** What is asked about is walked in its place; what nobody may call is left as it is. */
  private static @Nullable Fqmn askedAbout(Fqmn asked, StringBuilder about) {
    Fqmn inner = asked.inner();
    if (inner == null || inner.opcode() == Opcode.A) {
      return null;
    }
    about.append(ABOUT);
    return inner;
  }

  private static MeshException reserved() {
    return new MeshException(
        Status.FORBIDDEN,
        "CMESH-RTR-005",
        "0xA is reserved for the node's own calls of its contract runtime",
        "Call the contract: 0xS:<address>:<function> to query, 0xSW to execute.");
  }
}
