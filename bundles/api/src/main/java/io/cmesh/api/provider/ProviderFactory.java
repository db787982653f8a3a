package io.cmesh.api.provider;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Opens instances of a provider: the one OSGi service a provider bundle registers. The kernel may
 * have several instances open at once, each with a directory of its own.
 *
 * @param <T> the role's interface
 */
@ConsumerType
public interface ProviderFactory<T> {
  /** What this provider is; the same at every call. */
  Descriptor descriptor();

  /**
   * Opens an instance, or throws {@link io.cmesh.api.error.MeshException} that says what is wrong
   * and how to mend it. May recover what an instance killed in the same directory left.
   */
  Instance<T> open(Opening opening);
}
