package io.cmesh.kernel.node;

import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import io.cmesh.api.node.InstallableProvider;
import io.cmesh.api.provider.Role;
import java.util.List;

/** Brings providers from the distribution and takes them away again. */
@FunctionalInterface
public interface Installer {
  /**
   * Installs it; its factory is among the {@link io.cmesh.kernel.assembly.Providers} when it
   * returns.
   *
   * @throws io.cmesh.api.error.MeshException 404 where the distribution has none of that name
   */
  void install(Role role, String provider);

  /**
   * Uninstalls it; nothing else is restarted.
   *
   * @param provider {@code name} or {@code name@version}
   * @throws MeshException 404 where no feature brought it, 409 where it cannot be taken away alone
   */
  default void uninstall(Role role, String provider) {
    throw fixed(role, provider, "what is installed here stays");
  }

  /** The refusal to take a provider away. */
  static MeshException fixed(Role role, String provider, String why) {
    return new MeshException(
        Status.CONFLICT,
        "CMESH-ASM-008",
        "provider " + provider + " of role " + role.text() + " stays installed: " + why,
        "Nobody uses what is not swapped to: cmesh role list");
  }

  /** Those that are in the distribution and not installed, sorted. */
  default List<InstallableProvider> installable() {
    return List.of();
  }
}
