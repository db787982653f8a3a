package io.cmesh.client;

import java.util.Optional;

/** Where a client's tokens come from. Thread-safe. */
public interface TokenSource {
  /** No tokens: for what is open to anybody. */
  TokenSource NONE = Optional::empty;

  /** A token that is good now: renewed where it was not. Empty: the request goes without. */
  Optional<String> token();

  /**
   * A token in place of {@code refused}, which the node answered with 401; empty where there is no
   * other.
   */
  default Optional<String> another(String refused) {
    return Optional.empty();
  }

  /** Always the same token. */
  static TokenSource fixed(String token) {
    return () -> Optional.of(token);
  }
}
