package io.cmesh.api.permission;

import io.cmesh.api.Bytes;
import io.cmesh.api.command.Principal;
import io.cmesh.api.fqmn.Channels;
import io.cmesh.api.fqmn.Fqmn;
import io.cmesh.api.state.Versioned;
import io.cmesh.api.state.View;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One decision: who wants to do what, against which state. Reads at most two values, and one more
 * for each attribute that the rules of the DID leave to decide.
 */
final class Decider {
  private static final Decision SESSION = new Decision(true, "every session may");
  private static final Decision OWNER = new Decision(true, "its owner may");
  private static final Decision UNOWNED = new Decision(true, "nobody owns it yet");
  private static final Decision RESERVED =
      new Decision(false, "0xA is reserved for the node's own calls");
  private static final Decision NODES =
      new Decision(false, "channels that begin with events. belong to the node");

  private final Principal who;
  private final Verb verb;
  private final View view;

  Decider(Principal who, Verb verb, View view) {
    this.who = who;
    this.verb = verb;
    this.view = view;
  }

  Decision decide(Fqmn resolved) {
    return switch (resolved.opcode()) {
      case I, C, R, RW -> verb == Verb.ADMINISTER ? byRule(resolved) : SESSION;
      case S, SW -> owned(Permissions.resource(resolved), resolved);
      case E, EW -> verb == Verb.READ ? reading(resolved) : publishing(resolved);
      case A -> RESERVED;
      case P -> behindProxy(resolved);
    };
  }

  private Decision behindProxy(Fqmn resolved) {
    Fqmn inner = resolved.inner();
    if (inner == null) {
      return denied(resolved.text());
    }
    Verb asked = verb == Verb.READ ? inner.verb() : verb;
    return new Decider(who, asked, view).decide(inner);
  }

  private Decision publishing(Fqmn resolved) {
    String subject = Channels.subject(resolved.target());
    return subject.startsWith(Channels.NODE) ? NODES : owned("0xE:" + subject, resolved);
  }

  private Decision reading(Fqmn resolved) {
    String subject = Channels.subject(resolved.target());
    if (subject.startsWith(Channels.REGISTRAR)) {
      return SESSION;
    }
    String address = Channels.contract(subject);
    if (address != null) {
      return readingContract(address, subject, resolved);
    }
    boolean ruleOnly = subject.startsWith(Channels.NODE) || Channels.isFilter(subject);
    return ruleOnly ? byRule(resolved) : owned("0xE:" + subject, resolved);
  }

  /** Whoever may read the address reads what happens there. */
  private Decision readingContract(String address, String subject, Fqmn resolved) {
    Decision byOwner = byOwner("0xS:" + address);
    if (byOwner != null) {
      return byOwner;
    }
    FqmnPattern keys = new FqmnPattern("0xS:" + address + ":" + key(address, subject));
    return ruled(
        resolved.text(),
        rules -> {
          String pattern = RuleCodec.covering(rules, verb, keys);
          return pattern == null ? RuleCodec.permitting(rules, verb, resolved) : pattern;
        });
  }

  /** The key a subject tells of; for a filter, all of them. */
  private static String key(String address, String subject) {
    int from = Channels.CONTRACTS.length() + address.length() + 1;
    boolean one = from < subject.length() && !Channels.isFilter(subject);
    return one ? subject.substring(from).replace("%", "") : "*";
  }

  private Decision owned(String resource, Fqmn resolved) {
    Decision byOwner = byOwner(resource);
    return byOwner == null ? byRule(resolved) : byOwner;
  }

  private @Nullable Decision byOwner(String resource) {
    Versioned owner = view.get(Permissions.OWNERS, Bytes.utf8(resource));
    if (owner == null) {
      return verb == Verb.ADMINISTER ? null : UNOWNED;
    }
    return Permissions.isOwner(owner.value(), who.did()) ? OWNER : null;
  }

  private Decision byRule(Fqmn resolved) {
    return ruled(resolved.text(), rules -> RuleCodec.permitting(rules, verb, resolved));
  }

  Decision granting(FqmnPattern wanted) {
    String resource = Permissions.resource(wanted);
    if (resource != null && OWNER.equals(byOwner(resource))) {
      return OWNER;
    }
    return ruled(wanted.text(), rules -> RuleCodec.covering(rules, Verb.ADMINISTER, wanted));
  }

  /** By the first pattern found among the rules of the DID, then of each attribute. */
  private Decision ruled(String what, Function<Bytes, @Nullable String> find) {
    String pattern = first(who.did(), find);
    if (pattern != null) {
      return new Decision(true, "rule " + pattern);
    }
    for (String attribute : who.attributes()) {
      pattern = first(attribute, find);
      if (pattern != null) {
        return new Decision(true, "rule " + pattern + " of " + attribute);
      }
    }
    return denied(what);
  }

  private @Nullable String first(String subject, Function<Bytes, @Nullable String> find) {
    Versioned rules = view.get(Permissions.RULES, Bytes.utf8(subject));
    return rules == null ? null : find.apply(rules.value());
  }

  private Decision denied(String what) {
    String shown = what.length() <= 120 ? what : what.substring(0, 120) + "…";
    int count = who.attributes().size();
    String attributes =
        switch (count) {
          case 0 -> "";
          case 1 -> " or its attribute";
          default -> " or its " + count + " attributes";
        };
    return new Decision(
        false,
        "no rule gives "
            + who.did()
            + attributes
            + " the right to "
            + Permissions.text(verb)
            + " "
            + shown);
  }
}
