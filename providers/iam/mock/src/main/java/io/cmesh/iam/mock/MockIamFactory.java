package io.cmesh.iam.mock;

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

/** Opens {@link MockIam}: for tests and demonstrations, never for a node that others reach. */
@Component(service = ProviderFactory.class)
@MeshProvider(role = "iam", name = "mock")
public final class MockIamFactory implements ProviderFactory<Iam> {
  private final Descriptor descriptor;

  /** As the bundle that it comes in. */
  @Activate
  public MockIamFactory(BundleContext context) {
    this(BundleVersion.of(context));
  }

  MockIamFactory(String version) {
    descriptor =
        new Descriptor(
            Role.IAM,
            "mock",
            version,
            false,
            false,
            HandOver.STATELESS,
            Set.of(),
            MockAttributes.KEYS);
  }

  @Override
  public Descriptor descriptor() {
    return descriptor;
  }

  @Override
  public Instance<Iam> open(Opening opening) {
    return new MockIamInstance(new MockIam(opening));
  }
}
