package ${package};

import io.cmesh.api.provider.BundleVersion;
import io.cmesh.api.provider.Descriptor;
import io.cmesh.api.provider.HandOver;
import io.cmesh.api.provider.Instance;
import io.cmesh.api.provider.MeshProvider;
import io.cmesh.api.provider.Opening;
import io.cmesh.api.provider.ProviderFactory;
import io.cmesh.api.provider.Role;
import io.cmesh.api.state.StateStore;
import java.util.List;
import java.util.Set;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Opens stores that live in the heap. */
@Component(service = ProviderFactory.class)
@MeshProvider(role = "state", name = "${name}")
public final class StateFactory implements ProviderFactory<StateStore> {
  private final Descriptor descriptor;

  /** As the bundle that it comes in. */
  @Activate
  public StateFactory(BundleContext context) {
    this(BundleVersion.of(context));
  }

  StateFactory(String version) {
    // What is claimed here the kit holds it to: not durable, but it can be swapped for another.
    descriptor =
        new Descriptor(
            Role.STATE, "${name}", version, false, false, HandOver.SNAPSHOT, Set.of(), List.of());
  }

  @Override
  public Descriptor descriptor() {
    return descriptor;
  }

  @Override
  public Instance<StateStore> open(Opening opening) {
    return new Store();
  }
}
