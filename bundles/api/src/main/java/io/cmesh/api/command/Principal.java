package io.cmesh.api.command;

import org.jspecify.annotations.Nullable;

/**
 * Who a request or command comes from.
 *
 * @param did the DID: {@code did:key:z…}
 * @param kind an identity, the node's operator, or the node itself
 * @param session the session it came in by; null for operator and node
 */
public record Principal(String did, Kind kind, @Nullable String session) {
  /** Kinds of principal. */
  public enum Kind {
    /** Somebody with a session. */
    IDENTITY,
    /** Whoever can read the node's admin key. */
    OPERATOR,
    /** The node itself. */
    NODE
  }

  /** An identity in a session. */
  public static Principal identity(String did, String session) {
    return new Principal(did, Kind.IDENTITY, session);
  }

  /** The operator, known by the admin key's DID. */
  public static Principal operator(String did) {
    return new Principal(did, Kind.OPERATOR, null);
  }

  /** The node itself. */
  public static Principal node(String did) {
    return new Principal(did, Kind.NODE, null);
  }

  /** Whether no rule need permit what it does: the operator and the node. */
  public boolean isTrusted() {
    return kind != Kind.IDENTITY;
  }
}
