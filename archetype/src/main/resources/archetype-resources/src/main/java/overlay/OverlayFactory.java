package ${package};

import io.cmesh.api.overlay.Overlay;
import io.cmesh.api.provider.BundleVersion;
import io.cmesh.api.provider.Descriptor;
import io.cmesh.api.provider.HandOver;
import io.cmesh.api.provider.Instance;
import io.cmesh.api.provider.MeshProvider;
import io.cmesh.api.provider.Opening;
import io.cmesh.api.provider.ProviderFactory;
import io.cmesh.api.provider.Role;
import java.util.List;
import java.util.Set;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Opens no overlay but the host's own network. */
@Component(service = ProviderFactory.class)
@MeshProvider(role = "overlay", name = "${name}")
public final class OverlayFactory implements ProviderFactory<Overlay> {
  private final Descriptor descriptor;

  /** As the bundle that it comes in. */
  @Activate
  public OverlayFactory(BundleContext context) {
    this(BundleVersion.of(context));
  }

  OverlayFactory(String version) {
    // What is claimed here the kit holds it to. It keeps nothing.
    descriptor =
        new Descriptor(
            Role.OVERLAY, "${name}", version, true, false, HandOver.STATELESS, Set.of(), List.of());
  }

  @Override
  public Descriptor descriptor() {
    return descriptor;
  }

  @Override
  public Instance<Overlay> open(Opening opening) {
    return new HostNetwork();
  }
}
