package io.cmesh.api.node;

import io.cmesh.api.provider.Role;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A swap: who asked for what, how it went.
 *
 * @param id rises with every swap of the node, from 1
 * @param from the provider before, as {@code rocksdb/0.1.0}; {@code none} where the role was empty
 * @param to the newcomer; its version is known once it is installed
 * @param by the DID of who asked
 * @param askedMillis when, milliseconds since the epoch
 * @param steps so far, in order
 * @param holdMillis how long requests of this role waited at the flip
 * @param error why it ended otherwise than asked; null where it did not
 */
public record SwapReport(
    long id,
    Role role,
    String from,
    String to,
    String by,
    long askedMillis,
    Outcome outcome,
    List<SwapStep> steps,
    long holdMillis,
    @Nullable String error) {
  /** Keeps an unmodifiable copy. */
  public SwapReport {
    steps = List.copyOf(steps);
  }

  /** How it went. */
  public enum Outcome {
    /** The old one serves, the newcomer is being made ready. */
    RUNNING,
    /** The newcomer serves; the old one is fed and can come back. */
    WATCHED,
    /** The newcomer serves, the old one is closed. */
    DONE,
    /** The old one serves: the newcomer was at fault before the flip. */
    TURNED_AWAY,
    /** The old one serves again: it came back after the flip. */
    ROLLED_BACK,
    /** The node ended underneath; the next start opened what was serving. */
    INTERRUPTED
  }
}
