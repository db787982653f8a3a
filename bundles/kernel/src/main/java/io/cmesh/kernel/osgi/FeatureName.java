package io.cmesh.kernel.osgi;

import io.cmesh.api.node.InstallableProvider;
import io.cmesh.api.provider.Role;
import java.util.Optional;

/** How a provider's feature is called: {@code cmesh-<role>-<name>}. */
final class FeatureName {
  private static final String PREFIX = "cmesh-";

  private FeatureName() {}

  static String of(Role role, String name) {
    return PREFIX + role.text() + "-" + name;
  }

  /** The provider that a feature brings; empty where it is a feature of another kind. */
  static Optional<InstallableProvider> parse(String feature) {
    for (Role role : Role.values()) {
      String prefix = of(role, "");
      if (feature.startsWith(prefix) && feature.length() > prefix.length()) {
        return Optional.of(new InstallableProvider(role, feature.substring(prefix.length())));
      }
    }
    return Optional.empty();
  }

  /**
   * A feature's version as its bundles bear it: {@code 0.1.0-SNAPSHOT} is {@code 0.1.0.SNAPSHOT}.
   */
  static String bundleVersion(String feature) {
    return feature.replaceFirst("^(\\d+\\.\\d+\\.\\d+)-", "$1.");
  }
}
