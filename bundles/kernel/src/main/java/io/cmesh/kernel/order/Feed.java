package io.cmesh.kernel.order;

import io.cmesh.api.state.StateBatch;

/**
 * Hears of every batch behind the active store: a copy under way, or a replaced store that may come
 * back. Called by the applier's thread, between two groups.
 */
public interface Feed {
  /** Nobody. */
  Feed NONE = batch -> {};

  /** The active store has taken {@code batch}. Must not throw. */
  void committed(StateBatch batch);

  /**
   * The active store refused a batch; nothing of it is seen.
   *
   * @return true where another store is active now and the group is to be applied to that one
   */
  default boolean refused(RuntimeException e) {
    return false;
  }
}
