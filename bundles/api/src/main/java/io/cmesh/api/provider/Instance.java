package io.cmesh.api.provider;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * An open provider.
 *
 * @param <T> the role's interface
 */
@ConsumerType
public interface Instance<T> extends AutoCloseable {
  /** The service; the same object at every call. */
  T service();

  /** How it is; quick, from any thread. */
  Health health();

  /**
   * Closes it. The kernel calls it once no request is pinned to it; an instance with a native
   * engine guards against late calls all the same: they throw {@link IllegalStateException}, never
   * crash the JVM.
   */
  @Override
  void close();
}
