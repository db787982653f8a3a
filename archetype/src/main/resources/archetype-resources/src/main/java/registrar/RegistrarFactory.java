package ${package};

import io.cmesh.api.provider.BundleVersion;
import io.cmesh.api.provider.Descriptor;
import io.cmesh.api.provider.HandOver;
import io.cmesh.api.provider.Instance;
import io.cmesh.api.provider.MeshProvider;
import io.cmesh.api.provider.Opening;
import io.cmesh.api.provider.ProviderFactory;
import io.cmesh.api.provider.Role;
import io.cmesh.api.provider.Setting;
import io.cmesh.api.registrar.Registrar;
import java.util.List;
import java.util.Set;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Opens registrars whose names lie in the node's own state. */
@Component(service = ProviderFactory.class)
@MeshProvider(role = "registrar", name = "${name}")
public final class RegistrarFactory implements ProviderFactory<Registrar> {
  private final Descriptor descriptor;

  /** As the bundle that it comes in. */
  @Activate
  public RegistrarFactory(BundleContext context) {
    this(BundleVersion.of(context));
  }

  RegistrarFactory(String version) {
    descriptor =
        new Descriptor(
            Role.REGISTRAR,
            "${name}",
            version,
            true,
            true,
            HandOver.STATELESS,
            Set.of(),
            List.of(
                new Setting(
                    Suffixes.KEY,
                    "Endings of the names served, between commas; .mcom is always one of them.",
                    ".mcom",
                    false)));
  }

  @Override
  public Descriptor descriptor() {
    return descriptor;
  }

  @Override
  public Instance<Registrar> open(Opening opening) {
    return new StateRegistrar(Suffixes.of(opening.settings()));
  }
}
