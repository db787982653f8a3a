package io.cmesh.router.traced;

import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import io.cmesh.api.provider.BundleVersion;
import io.cmesh.api.provider.Descriptor;
import io.cmesh.api.provider.HandOver;
import io.cmesh.api.provider.Instance;
import io.cmesh.api.provider.MeshProvider;
import io.cmesh.api.provider.Opening;
import io.cmesh.api.provider.ProviderFactory;
import io.cmesh.api.provider.Role;
import io.cmesh.api.provider.Setting;
import io.cmesh.api.provider.Settings;
import io.cmesh.api.router.Router;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Opens routers that trace, of every so many requests one, how its way was found. */
@Component(service = ProviderFactory.class)
@MeshProvider(role = "router", name = "traced")
public final class TracedRouterFactory implements ProviderFactory<Router> {
  private static final String NODES = "nodes";
  private static final String SAMPLE = "sampleEvery";
  private static final String KEEP = "keep";

  private final Descriptor descriptor;

  /** As the bundle that it comes in. */
  @Activate
  public TracedRouterFactory(BundleContext context) {
    this(BundleVersion.of(context));
  }

  TracedRouterFactory(String version) {
    descriptor =
        new Descriptor(
            Role.ROUTER,
            "traced",
            version,
            true,
            true,
            HandOver.STATELESS,
            Set.of(),
            List.of(
                new Setting(
                    NODES, "Names of other nodes that 0xP may address, between commas.", "", false),
                new Setting(
                    SAMPLE,
                    "One request of so many is traced, 1 to 1000000000: 1 traces each; 0: none.",
                    "100",
                    false),
                new Setting(
                    KEEP,
                    "Traces kept in memory, 1 to 10000; health tells of the slowest of them.",
                    "100",
                    false)));
  }

  @Override
  public Descriptor descriptor() {
    return descriptor;
  }

  @Override
  public Instance<Router> open(Opening opening) {
    Settings settings = opening.settings();
    Traces traces =
        new Traces(
            settings.number(SAMPLE, 100, 0, 1_000_000_000),
            (int) settings.number(KEEP, 100, 1, 10_000));
    Neighbours neighbours = new Neighbours(opening.transport().self(), nodes(settings));
    return new TracedRouter(neighbours, traces, opening.clock());
  }

  private static Set<String> nodes(Settings settings) {
    return Arrays.stream(settings.text(NODES, "").split(",", -1))
        .map(String::trim)
        .filter(node -> !node.isEmpty())
        .map(node -> wellFormed(settings.pid(), node))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static String wellFormed(String pid, String node) {
    if (node.matches("[a-z0-9-]{1,63}")) {
      return node;
    }
    throw new MeshException(
        Status.BAD_REQUEST,
        "CMESH-CFG-001",
        pid + ": " + NODES + " = " + node + " (expected: [a-z0-9-]{1,63})",
        "Change it in etc/" + pid + ".cfg");
  }
}
