package io.cmesh.api;

/**
 * Something under way that can be ended. Ending it twice does nothing the second time. Thread-safe.
 */
@FunctionalInterface
public interface Cancellable extends AutoCloseable {
  @Override
  void close();
}
