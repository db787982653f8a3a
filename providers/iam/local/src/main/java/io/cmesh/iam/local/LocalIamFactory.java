package io.cmesh.iam.local;

import io.cmesh.api.iam.Iam;
import io.cmesh.api.provider.BundleVersion;
import io.cmesh.api.provider.Descriptor;
import io.cmesh.api.provider.HandOver;
import io.cmesh.api.provider.Instance;
import io.cmesh.api.provider.MeshProvider;
import io.cmesh.api.provider.Opening;
import io.cmesh.api.provider.ProviderFactory;
import io.cmesh.api.provider.Role;
import java.util.Set;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Opens {@link LocalIam}. */
@Component(service = ProviderFactory.class)
@MeshProvider(role = "iam", name = "local")
public final class LocalIamFactory implements ProviderFactory<Iam> {
  private final Descriptor descriptor;

  /** As the bundle that it comes in. */
  @Activate
  public LocalIamFactory(BundleContext context) {
    this(BundleVersion.of(context));
  }

  LocalIamFactory(String version) {
    descriptor =
        new Descriptor(
            Role.IAM,
            "local",
            version,
            // Sessions, revocations and rules are commands; a lost challenge is taken anew.
            true,
            false,
            HandOver.STATELESS,
            Set.of(),
            LocalIamSettings.KEYS);
  }

  @Override
  public Descriptor descriptor() {
    return descriptor;
  }

  @Override
  public Instance<Iam> open(Opening opening) {
    return new LocalIamInstance(new LocalIam(opening));
  }
}
