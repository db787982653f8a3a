package io.cmesh.api.provider;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.annotation.bundle.Capability;

/**
 * Marks a {@link ProviderFactory}; becomes a capability in the bundle's manifest, so that a
 * provider can be found before its bundle is installed.
 */
@Capability(
    namespace = MeshProvider.NAMESPACE,
    attribute = {"role=${#role}", "provider=${#name}"})
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface MeshProvider {
  /** The capability's namespace. */
  String NAMESPACE = "io.cmesh.provider";

  /** Which role, as {@link Role#text}. */
  String role();

  /** The provider's name: {@code [a-z0-9-]+}. */
  String name();
}
