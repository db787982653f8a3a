package io.cmesh.api.state;

import java.util.Iterator;

/** A walk over entries in the order of their keys. Close it. Not thread-safe. */
public interface Scan extends Iterator<StateEntry>, AutoCloseable {
  @Override
  void close();
}
