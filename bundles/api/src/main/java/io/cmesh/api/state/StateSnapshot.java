package io.cmesh.api.state;

import io.cmesh.api.Bytes;

/**
 * The store as it was at one index, whatever is committed meanwhile. Close it: it holds resources.
 */
public interface StateSnapshot extends View, AutoCloseable {
  /** Every entry of every namespace, ordered by namespace, then key. */
  Scan all();

  /** The digest at that index. */
  Bytes digest();

  @Override
  void close();
}
