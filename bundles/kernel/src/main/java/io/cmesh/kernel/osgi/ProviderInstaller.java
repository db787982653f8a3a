package io.cmesh.kernel.osgi;

import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import io.cmesh.api.node.InstallableProvider;
import io.cmesh.api.provider.Role;
import io.cmesh.kernel.assembly.Providers;
import io.cmesh.kernel.node.Installer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import org.apache.karaf.features.BootFinished;
import org.apache.karaf.features.Feature;
import org.apache.karaf.features.FeaturesService;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Installs a wanted provider from the distribution's feature {@code cmesh-<role>-<name>}, without
 * refreshing any other bundle.
 */
final class ProviderInstaller {
  private static final Logger LOG = LoggerFactory.getLogger(ProviderInstaller.class);

  /** The feature of the whole node. */
  static final String NODE = "cmesh";

  private final BundleContext context;

  ProviderInstaller(BundleContext context) {
    this.context = context;
  }

  /** Whether the container has read its lists of features: before, it knows of none. */
  boolean isReady() {
    return context.getServiceReference(BootFinished.class) != null;
  }

  /** Installs it; throws 404 where there is no such feature. */
  void install(Role role, String name) {
    adopt();
    String feature = FeatureName.of(role, name);
    try {
      if (!installFeature(feature)) {
        throw missing(role, name, "features cannot be installed here", null);
      }
    } catch (MeshException e) {
      throw e;
    } catch (Exception e) {
      // FeaturesService declares nothing narrower.
      throw missing(role, name, feature + " cannot be installed: " + e.getMessage(), e);
    }
  }

  /**
   * Tells the container that the feature {@link #NODE} is wanted. Its bundles are there from the
   * start, without a feature that brought them; left so, the container would take them for a
   * provider's that is removed, and remove them with it.
   */
  void adopt() {
    try {
      installFeature(NODE);
    } catch (Exception e) {
      // FeaturesService declares nothing narrower. The node serves all the same.
      LOG.error(
          "the container could not be told that {} is wanted: do not uninstall features", NODE, e);
    }
  }

  /** Uninstalls it; throws 404 where no feature brought it, 409 where the node brought it. */
  void uninstall(Role role, String provider) {
    ServiceReference<FeaturesService> reference =
        context.getServiceReference(FeaturesService.class);
    FeaturesService features = reference == null ? null : context.getService(reference);
    if (reference == null || features == null) {
      throw Installer.fixed(role, provider, "features cannot be uninstalled here");
    }
    try {
      Feature feature = installed(features, role, provider);
      if (!features.isRequired(feature)) {
        throw Installer.fixed(role, provider, "it is part of the node's own feature, " + NODE);
      }
      LOG.info("uninstalling {}", feature.getId());
      features.uninstallFeature(
          feature.getName(),
          feature.getVersion(),
          EnumSet.of(FeaturesService.Option.NoAutoRefreshBundles));
    } catch (MeshException e) {
      throw e;
    } catch (Exception e) {
      // FeaturesService declares nothing narrower.
      throw Installer.fixed(role, provider, String.valueOf(e.getMessage()));
    } finally {
      context.ungetService(reference);
    }
  }

  private static Feature installed(FeaturesService features, Role role, String provider)
      throws Exception {
    String name = FeatureName.of(role, Providers.name(provider));
    for (Feature feature : features.listInstalledFeatures()) {
      boolean named = feature.getName().equals(name);
      String version = FeatureName.bundleVersion(feature.getVersion());
      if (named && (!provider.contains("@") || provider.endsWith("@" + version))) {
        return feature;
      }
    }
    throw new MeshException(
        Status.NOT_FOUND,
        "CMESH-ASM-009",
        "provider " + provider + " of role " + role.text() + " is not installed as a feature",
        "See those there are with: cmesh provider list");
  }

  /** False where there is no service for features. */
  private boolean installFeature(String name) throws Exception {
    ServiceReference<FeaturesService> reference =
        context.getServiceReference(FeaturesService.class);
    FeaturesService features = reference == null ? null : context.getService(reference);
    if (reference == null || features == null) {
      return false;
    }
    try {
      if (features.getFeature(name) == null) {
        FeatureLists.add(features, context);
      }
      Feature feature = features.getFeature(name);
      if (feature == null || !features.isInstalled(feature)) {
        LOG.info("installing {}", name);
        features.installFeature(name, EnumSet.of(FeaturesService.Option.NoAutoRefreshBundles));
      }
      return true;
    } finally {
      context.ungetService(reference);
    }
  }

  /** The distribution's providers that are not installed; none where it cannot be told. */
  List<InstallableProvider> installable() {
    ServiceReference<FeaturesService> reference =
        context.getServiceReference(FeaturesService.class);
    FeaturesService features = reference == null ? null : context.getService(reference);
    if (reference == null || features == null) {
      return List.of();
    }
    List<InstallableProvider> found = new ArrayList<>();
    try {
      for (Feature feature : features.listFeatures()) {
        if (!features.isInstalled(feature)) {
          FeatureName.parse(feature.getName()).ifPresent(found::add);
        }
      }
    } catch (Exception e) {
      // FeaturesService declares nothing narrower. The list is for people: half of it will do.
      LOG.warn("the distribution's features cannot be listed", e);
    } finally {
      context.ungetService(reference);
    }
    found.sort(
        Comparator.comparing(InstallableProvider::role).thenComparing(InstallableProvider::name));
    return List.copyOf(found);
  }

  private static MeshException missing(
      Role role, String name, String why, @Nullable Exception cause) {
    MeshException.Builder b =
        MeshException.of(
                Status.NOT_FOUND,
                "CMESH-ASM-007",
                "provider " + name + " of role " + role.text() + " is missing: " + why)
            .hint(
                "See those there are with: cmesh provider list; choose one with: cmesh config set"
                    + " io.cmesh.roles."
                    + role.text()
                    + " PROVIDER");
    return cause == null ? b.build() : b.cause(cause).build();
  }
}
