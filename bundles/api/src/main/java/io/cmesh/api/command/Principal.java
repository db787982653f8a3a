package io.cmesh.api.command;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who a request or command comes from.
 *
 * @param did the DID: {@code did:key:z…}
 * @param kind an identity, the node's operator, or the node itself
 * @param session the session it came in by; null for operator and node
 * @param attributes what the identity disclosed for that session, each as {@link Attributes} has
 *     it; sorted, unmodifiable, none for operator and node. Rules are given to them as to DIDs.
 */
public record Principal(String did, Kind kind, @Nullable String session, Set<String> attributes) {
  /** Kinds of principal. */
  public enum Kind {
    /** Somebody with a session. */
    IDENTITY,
    /** Whoever can read the node's admin key. */
    OPERATOR,
    /** The node itself. */
    NODE
  }

  /**
   * Keeps the attributes sorted.
   *
   * @throws IllegalArgumentException where {@link Attributes#of} refuses them, and where operator
   *     or node have any
   */
  public Principal {
    attributes = Attributes.of(attributes);
    if (kind != Kind.IDENTITY && !attributes.isEmpty()) {
      throw new IllegalArgumentException(
          "attributes of the " + kind + ": " + attributes.size() + " (expected: none)");
    }
  }

  /** An identity in a session, which disclosed nothing. */
  public static Principal identity(String did, String session) {
    return identity(did, session, Set.of());
  }

  /** An identity in a session, with what it disclosed for it. */
  public static Principal identity(String did, String session, Set<String> attributes) {
    return new Principal(did, Kind.IDENTITY, session, attributes);
  }

  /** The operator, known by the admin key's DID. */
  public static Principal operator(String did) {
    return new Principal(did, Kind.OPERATOR, null, Set.of());
  }

  /** The node itself. */
  public static Principal node(String did) {
    return new Principal(did, Kind.NODE, null, Set.of());
  }

  /** Whether no rule need permit what it does: the operator and the node. */
  public boolean isTrusted() {
    return kind != Kind.IDENTITY;
  }
}
