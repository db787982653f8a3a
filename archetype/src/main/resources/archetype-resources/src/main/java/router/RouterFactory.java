package ${package};

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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Opens routers that know this node and the ones they are told of. */
@Component(service = ProviderFactory.class)
@MeshProvider(role = "router", name = "${name}")
public final class RouterFactory implements ProviderFactory<Router> {
  private static final String NODES = "nodes";

  private final Descriptor descriptor;

  /** As the bundle that it comes in. */
  @Activate
  public RouterFactory(BundleContext context) {
    this(BundleVersion.of(context));
  }

  RouterFactory(String version) {
    descriptor =
        new Descriptor(
            Role.ROUTER,
            "${name}",
            version,
            true,
            true,
            HandOver.STATELESS,
            Set.of(),
            List.of(
                new Setting(
                    NODES,
                    "Names of other nodes that 0xP may address, between commas.",
                    "",
                    false)));
  }

  @Override
  public Descriptor descriptor() {
    return descriptor;
  }

  @Override
  public Instance<Router> open(Opening opening) {
    return new NameRouter(opening.transport().self(), nodes(opening.settings()));
  }

  private static Set<String> nodes(Settings settings) {
    Set<String> nodes = new HashSet<>();
    for (String part : settings.text(NODES, "").split(",", -1)) {
      String node = part.trim();
      if (!node.matches("[a-z0-9-]{0,63}")) {
        throw new MeshException(
            Status.BAD_REQUEST,
            "CMESH-CFG-001",
            settings.pid() + ": " + NODES + " = " + node + " (expected: [a-z0-9-]{1,63})",
            "Change it in etc/" + settings.pid() + ".cfg");
      }
      nodes.add(node);
    }
    nodes.remove("");
    return Set.copyOf(nodes);
  }
}
