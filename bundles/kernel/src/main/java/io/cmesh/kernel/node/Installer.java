package io.cmesh.kernel.node;

import io.cmesh.api.node.InstallableProvider;
import io.cmesh.api.provider.Role;
import java.util.List;

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

  /** Those that are in the distribution and not installed, sorted. */
  default List<InstallableProvider> installable() {
    return List.of();
  }
}
