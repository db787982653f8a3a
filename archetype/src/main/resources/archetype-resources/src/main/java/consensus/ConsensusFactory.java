package ${package};

import io.cmesh.api.consensus.Consensus;
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

/** Opens logs that live in the heap. */
@Component(service = ProviderFactory.class)
@MeshProvider(role = "consensus", name = "${name}")
public final class ConsensusFactory implements ProviderFactory<Consensus> {
  private final Descriptor descriptor;

  /** As the bundle that it comes in. */
  @Activate
  public ConsensusFactory(BundleContext context) {
    this(BundleVersion.of(context));
  }

  ConsensusFactory(String version) {
    // What is claimed here the kit holds it to. Neither durable nor handed over.
    descriptor =
        new Descriptor(
            Role.CONSENSUS, "${name}", version, false, false, HandOver.NONE, Set.of(), List.of());
  }

  @Override
  public Descriptor descriptor() {
    return descriptor;
  }

  @Override
  public Instance<Consensus> open(Opening opening) {
    return new MemoryLog(opening);
  }
}
