package io.cmesh.kernel.node;

import io.cmesh.api.provider.Role;

/** Brings a provider that is not installed yet from the distribution. */
@FunctionalInterface
public interface Installer {
  /**
   * Installs it; its factory is among the {@link io.cmesh.kernel.assembly.Providers} when it
   * returns.
   *
   * @throws io.cmesh.api.error.MeshException 404 where the distribution has none of that name
   */
  void install(Role role, String provider);
}
