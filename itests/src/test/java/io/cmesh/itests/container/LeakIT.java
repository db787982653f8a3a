package io.cmesh.itests.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cmesh.api.node.Admin;
import io.cmesh.itests.container.Shipped.Provider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.karaf.features.FeaturesService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.options.extra.VMOption;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.wiring.BundleWiring;

/** Round after round of install, swap and uninstall leaves nothing behind. */
@ExtendWith(InContainer.class)
public class LeakIT {
  private static final int ROUNDS = Integer.getInteger("cmesh.rounds", 20);

  /** Of pools that grow and shrink as they like. */
  private static final int SLACK = 6;

  private final List<WeakReference<ClassLoader>> loaders = new ArrayList<>();

  public static Option[] configuration() throws IOException {
    Path home = Path.of("target/exam-home-leak");
    Option[] options = Distribution.started(23_400, home, new VMOption("-Dcmesh.rounds=" + ROUNDS));
    Files.writeString(home.resolve("etc/io.cmesh.kernel.cfg"), "swap.watch = 50ms\n");
    return options;
  }

  /** What a process holds. */
  private record Held(
      Set<String> threads, List<String> files, Set<String> temporary, Set<String> directories) {
    static Held now() throws IOException {
      return new Held(
          Thread.getAllStackTraces().keySet().stream()
              .map(Thread::getName)
              .collect(Collectors.toSet()),
          openFiles(),
          temporaryFiles(),
          generations());
    }

    private static List<String> openFiles() throws IOException {
      Path open = Path.of("/proc/self/fd");
      if (!Files.isDirectory(open)) {
        return List.of();
      }
      List<String> found = new ArrayList<>();
      try (Stream<Path> all = Files.list(open)) {
        for (Path each : all.toList()) {
          if (Files.isSymbolicLink(each)) {
            found.add(Files.readSymbolicLink(each).toString());
          }
        }
      }
      return found;
    }

    private static Set<String> temporaryFiles() throws IOException {
      try (Stream<Path> all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
        return all.map(file -> file.getFileName().toString())
            .filter(name -> name.contains("rocksdb") || name.contains("cmesh"))
            .collect(Collectors.toSet());
      }
    }
  }

  @Test
  void roundsOfInstallSwapAndUninstallLeaveNothingBehind(
      FeaturesService features, Admin admin, BundleContext context) throws Exception {
    Shipped shipped = new Shipped(features, admin, context);
    List<Provider> providers =
        shipped.providers(false).stream()
            .filter(each -> !shipped.active(each.role()).isEmpty())
            .toList();
    assertTrue(providers.size() >= 3, providers.toString());
    for (Provider each : providers) {
      round(features, shipped, context, each); // what is made once
    }
    Held before = Held.now();
    for (int i = 0; i < ROUNDS; i++) {
      round(features, shipped, context, providers.get(i % providers.size()));
    }
    awaitCollected();
    Held after = Held.now();
    assertTrue(
        after.threads.size() <= before.threads.size() + SLACK,
        () -> "threads: " + without(after.threads, before.threads));
    assertTrue(
        after.files.size() <= before.files.size() + SLACK,
        () -> before.files.size() + " -> " + after.files.size() + " files: " + counted(after));
    assertEquals(Set.of(), without(after.temporary, before.temporary));
    // A sealed log goes once the state is durable behind it.
    Shipped.await(
        () -> generations().size() <= before.directories.size(),
        () -> "directories of instances: " + before.directories + " -> " + generations());
  }

  private void round(
      FeaturesService features, Shipped shipped, BundleContext context, Provider provider)
      throws Exception {
    String now = shipped.active(provider.role());
    Set<Bundle> before = Set.of(context.getBundles());
    features.installFeature(provider.feature());
    for (Bundle bundle : context.getBundles()) {
      if (!before.contains(bundle)) {
        loaders.add(new WeakReference<>(bundle.adapt(BundleWiring.class).getClassLoader()));
      }
    }
    shipped.swap(provider.role(), provider.name());
    shipped.swap(provider.role(), now);
    features.uninstallFeature(provider.feature());
  }

  /** The last rounds' may still be on some thread's stack or in a soft reference. */
  private void awaitCollected() throws Exception {
    Shipped.await(
        () -> {
          System.gc();
          return loaders.stream().filter(each -> each.get() != null).count() <= 1;
        },
        () ->
            "class loaders are collected: "
                + loaders.stream().filter(each -> each.get() != null).count()
                + " of "
                + loaders.size()
                + " are left");
  }

  private static Set<String> without(Set<String> all, Set<String> some) {
    return all.stream().filter(each -> !some.contains(each)).collect(Collectors.toSet());
  }

  private static TreeMap<String, Long> counted(Held held) {
    return held.files.stream()
        .collect(Collectors.groupingBy(f -> f, TreeMap::new, Collectors.counting()));
  }

  private static Set<String> generations() {
    try (Stream<Path> all = Files.list(Path.of(System.getProperty("cmesh.home"), "data"))) {
      return all.filter(Files::isDirectory)
          .map(each -> each.getFileName().toString())
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
