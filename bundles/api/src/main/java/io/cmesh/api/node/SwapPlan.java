package io.cmesh.api.node;

import io.cmesh.api.provider.Role;
import java.util.List;

/**
 * What a swap would do.
 *
 * @param from the provider now, as {@code rocksdb/0.1.0}; {@code none} where the role is empty
 * @param to the provider asked for
 * @param install whether it must be installed first
 * @param entries to move, roughly; 0 where no data moves
 * @param bytes to move, roughly
 * @param hold what waits at the flip, and for how long, in words
 * @param warnings what is lost or asks for care; empty where nothing does
 */
public record SwapPlan(
    Role role,
    String from,
    String to,
    boolean install,
    long entries,
    long bytes,
    String hold,
    List<String> warnings) {
  /** Keeps an unmodifiable copy. */
  public SwapPlan {
    warnings = List.copyOf(warnings);
  }
}
