package ${package};

import io.cmesh.api.proof.ProofVerifier;
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

/** Opens the verifier of Schnorr's proof. */
@Component(service = ProviderFactory.class)
@MeshProvider(role = "proof", name = "${name}")
public final class ProofFactory implements ProviderFactory<ProofVerifier> {
  private final Descriptor descriptor;

  /** As the bundle that it comes in. */
  @Activate
  public ProofFactory(BundleContext context) {
    this(BundleVersion.of(context));
  }

  ProofFactory(String version) {
    // What is claimed here the kit holds it to. It keeps nothing.
    descriptor =
        new Descriptor(
            Role.PROOF, "${name}", version, true, false, HandOver.STATELESS, Set.of(), List.of());
  }

  @Override
  public Descriptor descriptor() {
    return descriptor;
  }

  @Override
  public Instance<ProofVerifier> open(Opening opening) {
    return new Schnorr();
  }
}
