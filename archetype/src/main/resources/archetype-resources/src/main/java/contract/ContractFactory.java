package ${package};

import io.cmesh.api.contract.ContractRuntime;
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

/** Opens the runtime of a language of two programs: {@link Programs}. */
@Component(service = ProviderFactory.class)
@MeshProvider(role = "contract", name = "${name}")
public final class ContractFactory implements ProviderFactory<ContractRuntime> {
  private final Descriptor descriptor;

  /** As the bundle that it comes in. */
  @Activate
  public ContractFactory(BundleContext context) {
    this(BundleVersion.of(context));
  }

  ContractFactory(String version) {
    // What is claimed here the kit holds it to. Contracts' data are the node's.
    descriptor =
        new Descriptor(
            Role.CONTRACT, "${name}", version, true, false, HandOver.STATELESS, Set.of(), List.of());
  }

  @Override
  public Descriptor descriptor() {
    return descriptor;
  }

  @Override
  public Instance<ContractRuntime> open(Opening opening) {
    return new Programs();
  }
}
