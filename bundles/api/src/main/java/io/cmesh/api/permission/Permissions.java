package io.cmesh.api.permission;

import io.cmesh.api.Bytes;
import io.cmesh.api.command.Attributes;
import io.cmesh.api.command.Mutation;
import io.cmesh.api.command.Principal;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.fqmn.Addresses;
import io.cmesh.api.fqmn.Channels;
import io.cmesh.api.fqmn.Fqmn;
import io.cmesh.api.message.Status;
import io.cmesh.api.state.Scan;
import io.cmesh.api.state.StateEntry;
import io.cmesh.api.state.Versioned;
import io.cmesh.api.state.View;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what: the one decision, and how its data lies in state. Pure; version 1.
 *
 * <p>Deny by default. The node may all. The operator grants, and is otherwise an identity. Every
 * session may resolve names, register, ask IAM and consensus, and read what the registrar tells.
 * The owner of an address or channel may all there; what nobody owns may be read (it is a 404 then)
 * and written, which makes its first writer the owner. Channels that begin with {@code events.}
 * belong to the node: others never publish there, read {@code events.state.contracts.<address>.…}
 * where they may read the address, and the rest by rule. Anything else needs a rule: of the DID, or
 * of an attribute that was disclosed for the session.
 *
 * <p>Rules: one value a subject, under the subject's name in UTF-8: format version 1 (one byte),
 * then for each pattern its verbs (one byte: bit 0 read, 1 write, 2 execute, 3 administer), its
 * length (two bytes, big-endian) and its text in UTF-8. Owners: under {@link #resource}, format
 * version 1 (one byte) and the DID.
 */
public final class Permissions {
  /** All rules of one subject under its name. */
  public static final String RULES = "rules";

  /** The owner's DID under each resource. */
  public static final String OWNERS = "owners";

  /** The most patterns a subject can have rules on. */
  public static final int MAX_PATTERNS = 1024;

  private static final int MAX_SUBJECT_BYTES = 1024;
  private static final byte OWNER_FORMAT = 1;
  private static final Decision NODE = new Decision(true, "the node may");
  private static final Decision OPERATOR = new Decision(true, "the operator may grant");

  private Permissions() {}

  /** Decides. {@code resolved} has no names left in it. */
  public static Decision decide(Principal who, Verb verb, Fqmn resolved, View view) {
    return who.kind() == Principal.Kind.NODE ? NODE : new Decider(who, verb, view).decide(resolved);
  }

  /** Whether {@code who} may grant and revoke rules on {@code pattern}. */
  public static Decision mayGrant(Principal who, FqmnPattern pattern, View view) {
    return switch (who.kind()) {
      case NODE -> NODE;
      case OPERATOR -> OPERATOR;
      case IDENTITY -> new Decider(who, Verb.ADMINISTER, view).granting(pattern);
    };
  }

  /**
   * The resource that is owned: {@code 0xS:<address>} in lower case, or {@code 0xE:<channel>}. Of
   * what happens at a contract, the contract; behind {@code 0xP}, what the node is asked.
   */
  public static String resource(Fqmn resolved) {
    return switch (resolved.opcode()) {
      case S, SW, A -> "0xS:" + Addresses.canonical(resolved.target());
      case E, EW -> ofSubject(Channels.subject(resolved.target()));
      case R, RW -> "0xR:" + resolved.target().toLowerCase(Locale.ROOT);
      case P -> resolved.inner() == null ? resolved.text() : resource(resolved.inner());
      case I, C -> resolved.text();
    };
  }

  private static String ofSubject(String subject) {
    String address = Channels.contract(subject);
    return address == null ? "0xE:" + subject : "0xS:" + address;
  }

  /** The one resource a pattern is about; null where it may be about several. */
  static @Nullable String resource(FqmnPattern pattern) {
    String[] fields = pattern.canonical().split(":", -1);
    if (fields.length < 2 || Channels.isFilter(fields[1])) {
      return null;
    }
    return switch (fields[0]) {
      case "0xS" -> "0xS:" + fields[1];
      case "0xE" -> ofSubject(Channels.subject(fields[1]));
      default -> null;
    };
  }

  /** The owner of a resource. */
  public static Optional<String> owner(String resource, View view) {
    Versioned value = view.get(OWNERS, Bytes.utf8(resource));
    return value == null ? Optional.empty() : Optional.of(did(value.value()));
  }

  private static String did(Bytes owner) {
    byte[] bytes = checkOwner(owner);
    return new String(bytes, 1, bytes.length - 1, StandardCharsets.UTF_8);
  }

  static boolean isOwner(Bytes owner, String did) {
    return did(owner).equals(did);
  }

  private static byte[] checkOwner(Bytes owner) {
    byte[] bytes = owner.unsafeArray();
    if (bytes[0] != OWNER_FORMAT) {
      throw new IllegalStateException(
          "owner of format " + bytes[0] + " (expected: " + OWNER_FORMAT + ")");
    }
    return bytes;
  }

  /** Makes {@code did} the owner. */
  public static Mutation own(String resource, String did) {
    Bytes value = Bytes.wrap(new byte[] {OWNER_FORMAT}).concat(Bytes.utf8(did));
    return Mutation.put(OWNERS, Bytes.utf8(resource), value);
  }

  /** The rules of a subject. */
  public static List<Rule> rulesOf(String subject, View view) {
    Versioned value = view.get(RULES, Bytes.utf8(subject));
    return value == null ? List.of() : List.copyOf(RuleCodec.decode(subject, value.value()));
  }

  /** Every rule, by subject. */
  public static List<Rule> all(View view) {
    List<Rule> rules = new ArrayList<>();
    try (Scan scan = view.scan(RULES, Bytes.EMPTY, null)) {
      while (scan.hasNext()) {
        StateEntry entry = scan.next();
        rules.addAll(RuleCodec.decode(entry.key().utf8(), entry.value()));
      }
    }
    return List.copyOf(rules);
  }

  /**
   * Adds a rule's verbs to what the subject has on that pattern; throws 400 past {@link
   * #MAX_PATTERNS} patterns a subject, without verbs, and for a subject that is neither a DID nor
   * an attribute.
   */
  public static Mutation grant(Rule rule, View view) {
    check(rule);
    List<Rule> rules = new ArrayList<>(rulesOf(rule.subject(), view));
    int at = indexOf(rule.pattern(), rules);
    if (at >= 0) {
      Rule former = rules.get(at);
      rules.set(at, with(former, union(former.verbs(), rule.verbs())));
    } else if (rules.size() < MAX_PATTERNS) {
      rules.add(rule);
    } else {
      throw bad("rules of " + rule.subject(), "at most " + MAX_PATTERNS + " patterns");
    }
    return Mutation.put(RULES, Bytes.utf8(rule.subject()), RuleCodec.encode(rules));
  }

  /** Takes a rule's verbs away; empty where the subject has none of them on that pattern. */
  public static Optional<Mutation> revoke(Rule rule, View view) {
    List<Rule> rules = new ArrayList<>(rulesOf(rule.subject(), view));
    int at = indexOf(rule.pattern(), rules);
    if (at < 0) {
      return Optional.empty();
    }
    Rule former = rules.get(at);
    Set<Verb> left = EnumSet.noneOf(Verb.class);
    left.addAll(former.verbs());
    if (!left.removeAll(rule.verbs())) {
      return Optional.empty();
    }
    if (left.isEmpty()) {
      rules.remove(at);
    } else {
      rules.set(at, with(former, left));
    }
    Bytes key = Bytes.utf8(rule.subject());
    return Optional.of(
        rules.isEmpty()
            ? Mutation.delete(RULES, key)
            : Mutation.put(RULES, key, RuleCodec.encode(rules)));
  }

  private static void check(Rule rule) {
    String subject = rule.subject();
    boolean known = subject.startsWith("did:") || Attributes.isAttribute(subject);
    boolean control = subject.chars().anyMatch(Character::isISOControl);
    if (!known || control || Bytes.utf8(subject).size() > MAX_SUBJECT_BYTES) {
      throw bad(
          "subject: " + subject,
          "a DID, or attr:<issuer>.<credential>.<attribute>=<value> in at most "
              + Attributes.MAX_BYTES
              + " bytes");
    }
    if (rule.verbs().isEmpty()) {
      throw bad(
          "verbs: none", "some of " + Arrays.stream(Verb.values()).map(Permissions::text).toList());
    }
  }

  private static MeshException bad(String what, String expected) {
    String shown = what.length() <= 160 ? what : what.substring(0, 160) + "…";
    return new MeshException(
        Status.BAD_REQUEST, "CMESH-PRM-002", shown + " (expected: " + expected + ")");
  }

  private static int indexOf(FqmnPattern pattern, List<Rule> rules) {
    String canonical = pattern.canonical();
    for (int i = 0; i < rules.size(); i++) {
      if (rules.get(i).pattern().canonical().equals(canonical)) {
        return i;
      }
    }
    return -1;
  }

  private static Rule with(Rule rule, Set<Verb> verbs) {
    return new Rule(rule.subject(), rule.pattern(), verbs);
  }

  private static Set<Verb> union(Set<Verb> a, Set<Verb> b) {
    Set<Verb> both = EnumSet.noneOf(Verb.class);
    both.addAll(a);
    both.addAll(b);
    return both;
  }

  /** As people write it. */
  static String text(Verb verb) {
    return verb.name().toLowerCase(Locale.ROOT);
  }
}
