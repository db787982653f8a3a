package io.cmesh.api.permission;

import io.cmesh.api.Bytes;
import io.cmesh.api.fqmn.Channels;
import io.cmesh.api.fqmn.Fqmn;
import io.cmesh.api.state.Versioned;
import io.cmesh.api.state.View;
import org.jspecify.annotations.Nullable;

/** One decision: who wants to do what, against which state. Reads at most two values. */
final class Decider {
  private static final Decision SESSION = new Decision(true, "every session may");
  private static final Decision OWNER = new Decision(true, "its owner may");
  private static final Decision UNOWNED = new Decision(true, "nobody owns it yet");
  private static final Decision RESERVED =
      new Decision(false, "0xA is reserved for the node's own calls");
  private static final Decision NODES =
      new Decision(false, "channels that begin with events. belong to the node");

  private final String did;
  private final Verb verb;
  private final View view;

  Decider(String did, Verb verb, View view) {
    this.did = did;
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
    return new Decider(did, asked, view).decide(inner);
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
    Bytes rules = rules();
    if (rules != null) {
      FqmnPattern keys = new FqmnPattern("0xS:" + address + ":" + key(address, subject));
      String pattern = RuleCodec.covering(rules, verb, keys);
      pattern = pattern == null ? RuleCodec.permitting(rules, verb, resolved) : pattern;
      if (pattern != null) {
        return new Decision(true, "rule " + pattern);
      }
    }
    return denied(resolved.text());
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
    return Permissions.isOwner(owner.value(), did) ? OWNER : null;
  }

  private Decision byRule(Fqmn resolved) {
    Bytes rules = rules();
    String pattern = rules == null ? null : RuleCodec.permitting(rules, verb, resolved);
    return pattern == null ? denied(resolved.text()) : new Decision(true, "rule " + pattern);
  }

  Decision granting(FqmnPattern wanted) {
    String resource = Permissions.resource(wanted);
    if (resource != null && OWNER.equals(byOwner(resource))) {
      return OWNER;
    }
    Bytes rules = rules();
    String pattern = rules == null ? null : RuleCodec.covering(rules, Verb.ADMINISTER, wanted);
    return pattern == null ? denied(wanted.text()) : new Decision(true, "rule " + pattern);
  }

  private @Nullable Bytes rules() {
    Versioned value = view.get(Permissions.RULES, Bytes.utf8(did));
    return value == null ? null : value.value();
  }

  private Decision denied(String what) {
    String shown = what.length() <= 120 ? what : what.substring(0, 120) + "…";
    return new Decision(
        false, "no rule gives " + did + " the right to " + Permissions.text(verb) + " " + shown);
  }
}
