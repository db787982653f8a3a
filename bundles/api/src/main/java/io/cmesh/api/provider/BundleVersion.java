package io.cmesh.api.provider;

import org.osgi.framework.BundleContext;
import org.osgi.framework.Version;

/** The version that a provider says it is: that of the bundle it comes in. */
public final class BundleVersion {
  private BundleVersion() {}

  /** {@code 0.1.0}: without the qualifier that a build may have added. */
  public static String of(BundleContext context) {
    Version version = context.getBundle().getVersion();
    return version.getMajor() + "." + version.getMinor() + "." + version.getMicro();
  }
}
