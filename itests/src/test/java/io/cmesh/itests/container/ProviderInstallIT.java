package io.cmesh.itests.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cmesh.api.node.Admin;
import io.cmesh.itests.container.Shipped.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.apache.karaf.features.BundleInfo;
import org.apache.karaf.features.Feature;
import org.apache.karaf.features.FeaturesService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.ops4j.pax.exam.Option;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.runtime.ServiceComponentRuntime;

/** Installing, updating and removing a provider touches the bundles of that provider alone. */
@ExtendWith(InContainer.class)
public class ProviderInstallIT {
  private static final String NEXT = "9.9.9";

  public static Option[] configuration() throws IOException {
    Path home = Path.of("target/exam-home-install");
    Option[] options = Distribution.started(23_300, home);
    Files.writeString(home.resolve("etc/io.cmesh.kernel.cfg"), "swap.watch = 100ms\n");
    return options;
  }

  @Test
  void installingAndRemovingAnyProviderTouchesNothingElse(
      FeaturesService features,
      Admin admin,
      ServiceComponentRuntime components,
      BundleContext context)
      throws Exception {
    Shipped shipped = new Shipped(features, admin, context);
    List<Provider> all = shipped.providers(false);
    assertFalse(all.isEmpty());
    for (Provider each : all) {
      try (Untouched before = new Untouched(context, components)) {
        features.installFeature(each.feature());
        assertTrue(shipped.isKnown(each), each + " can be had");
        features.uninstallFeature(each.feature());
        assertFalse(shipped.isKnown(each), each + " has gone");
        assertEquals(List.of(), before.changes(), each.toString());
      }
    }
  }

  @Test
  void updatingAnyProviderTouchesNothingElse(
      FeaturesService features,
      Admin admin,
      ServiceComponentRuntime components,
      BundleContext context)
      throws Exception {
    Shipped shipped = new Shipped(features, admin, context);
    List<Provider> all = new ArrayList<>(shipped.providers(true));
    for (Provider each : shipped.providers(false)) {
      features.installFeature(each.feature());
      all.add(each);
    }
    for (Provider each : all) {
      String now = shipped.active(each.role());
      try (Untouched before = new Untouched(context, components)) {
        update(features, shipped, each);
        if (!now.isEmpty()) {
          shipped.swap(each.role(), now);
        }
        features.uninstallFeature(each.feature(), NEXT);
        assertEquals(List.of(), before.changes(), each.toString());
        assertFalse(
            List.of(context.getBundles()).stream()
                .anyMatch(b -> b.getVersion().toString().equals(NEXT)),
            each + " has gone");
      }
    }
  }

  /** N+1 beside N, then a swap: never {@code Bundle.update}. */
  private static void update(FeaturesService features, Shipped shipped, Provider provider)
      throws Exception {
    features.addRepository(nextVersion(provider, features.getFeature(provider.feature())));
    features.installFeature(provider.feature(), NEXT);
    shipped.swap(provider.role(), provider.name() + "@" + NEXT);
    assertEquals(provider.name() + "@" + NEXT, shipped.active(provider.role()));
  }

  /** A feature with the same bundle, but for its version. */
  private static URI nextVersion(Provider provider, Feature now) throws IOException {
    List<BundleInfo> bundles = now.getBundles();
    String location = bundles.get(bundles.size() - 1).getLocation();
    Path directory = Files.createTempDirectory("cmesh-next");
    Path jar = directory.resolve("next.jar");
    try (InputStream in = new URL(location).openStream();
        JarInputStream from = new JarInputStream(in)) {
      Manifest manifest = from.getManifest();
      manifest.getMainAttributes().putValue("Bundle-Version", NEXT);
      copy(from, jar, manifest);
    }
    Path repository = directory.resolve("features.xml");
    Files.writeString(
        repository,
        "<features name='next-"
            + provider.feature()
            + "' xmlns='http://karaf.apache.org/xmlns/features/v1.4.0'><feature name='"
            + provider.feature()
            + "' version='"
            + NEXT
            + "'><bundle start-level='50'>"
            + jar.toUri()
            + "</bundle></feature></features>");
    return repository.toUri();
  }

  private static void copy(JarInputStream from, Path jar, Manifest manifest) {
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream to = new JarOutputStream(out, manifest)) {
      for (JarEntry entry = from.getNextJarEntry(); entry != null; entry = from.getNextJarEntry()) {
        to.putNextEntry(new JarEntry(entry.getName()));
        from.transferTo(to);
        to.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
