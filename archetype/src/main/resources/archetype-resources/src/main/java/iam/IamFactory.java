package ${package};

import io.cmesh.api.iam.Iam;
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

/** Opens identities: sessions by signed steps, tokens signed with the node's key. */
@Component(service = ProviderFactory.class)
@MeshProvider(role = "iam", name = "${name}")
public final class IamFactory implements ProviderFactory<Iam> {
  private final Descriptor descriptor;

  /** As the bundle that it comes in. */
  @Activate
  public IamFactory(BundleContext context) {
    this(BundleVersion.of(context));
  }

  IamFactory(String version) {
    // Sessions and rules are commands: durable, and nothing here that would have to move.
    descriptor =
        new Descriptor(
            Role.IAM, "${name}", version, true, false, HandOver.STATELESS, Set.of(), List.of());
  }

  @Override
  public Descriptor descriptor() {
    return descriptor;
  }

  @Override
  public Instance<Iam> open(Opening opening) {
    return new TokenIam(opening);
  }
}
