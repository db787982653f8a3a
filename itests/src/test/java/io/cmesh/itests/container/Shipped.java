package io.cmesh.itests.container;

import io.cmesh.api.command.Principal;
import io.cmesh.api.node.Admin;
import io.cmesh.api.node.SwapReport.Outcome;
import io.cmesh.api.provider.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.karaf.features.Feature;
import org.apache.karaf.features.FeaturesService;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.startlevel.FrameworkStartLevel;

/** Inside the container: the providers that the distribution ships, and what is done with them. */
final class Shipped {
  private static final int LAST_LEVEL = 100;
  private static final Principal OPERATOR = Principal.operator("did:key:zTest");

  private final FeaturesService features;
  private final Admin admin;

  /** A provider with a feature of its own. */
  record Provider(Role role, String name) {
    String feature() {
      return "cmesh-" + role.text() + "-" + name;
    }
  }

  /** Waits until everything that starts has started. */
  Shipped(FeaturesService features, Admin admin, BundleContext context) throws Exception {
    this.features = features;
    this.admin = admin;
    FrameworkStartLevel levels =
        context.getBundle(Constants.SYSTEM_BUNDLE_ID).adapt(FrameworkStartLevel.class);
    await(() -> levels.getStartLevel() >= LAST_LEVEL, "the container has started");
    await(
        () -> features.isInstalled(features.getFeature("cmesh")), "the node's feature is adopted");
  }

  /** All of them, or those alone that are not installed. */
  List<Provider> providers(boolean installed) throws Exception {
    List<Provider> found = new ArrayList<>();
    for (Feature feature : features.listFeatures()) {
      for (Role role : Role.values()) {
        String prefix = "cmesh-" + role.text() + "-";
        if (feature.getName().startsWith(prefix) && features.isInstalled(feature) == installed) {
          found.add(new Provider(role, feature.getName().substring(prefix.length())));
        }
      }
    }
    return found;
  }

  boolean isKnown(Provider provider) {
    return admin.providers().stream()
        .map(known -> known.descriptor())
        .anyMatch(d -> d.role() == provider.role() && d.name().equals(provider.name()));
  }

  /** The provider, as {@code name@version}, that fills a role; empty for none. */
  String active(Role role) {
    return admin.roles().stream()
        .filter(each -> each.role() == role && each.provider() != null)
        .map(each -> each.provider() + "@" + each.version())
        .findFirst()
        .orElse("");
  }

  /** Swaps, and waits until the one that was replaced is closed. */
  void swap(Role role, String provider) throws Exception {
    admin.swap(role, provider, OPERATOR).toCompletableFuture().get(60, TimeUnit.SECONDS);
    await(
        () -> admin.swaps(1, OPERATOR).get(0).outcome() == Outcome.DONE,
        "the swap of " + role.text() + " to " + provider + " is over");
  }

  static void await(Callable<Boolean> condition, String what) throws Exception {
    await(condition, () -> what);
  }

  static void await(Callable<Boolean> condition, Supplier<String> what) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.call()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not within a minute: " + what.get());
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
  }
}
