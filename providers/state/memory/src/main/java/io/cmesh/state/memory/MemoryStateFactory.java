package io.cmesh.state.memory;

import io.cmesh.api.provider.BundleVersion;
import io.cmesh.api.provider.Descriptor;
import io.cmesh.api.provider.HandOver;
import io.cmesh.api.provider.Instance;
import io.cmesh.api.provider.MeshProvider;
import io.cmesh.api.provider.Opening;
import io.cmesh.api.provider.ProviderFactory;
import io.cmesh.api.provider.Role;
import io.cmesh.api.provider.Setting;
import io.cmesh.api.state.StateStore;
import java.util.List;
import java.util.Set;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Opens stores that live in the heap, for tests and demonstrations: the log refills them. */
@Component(service = ProviderFactory.class)
@MeshProvider(role = "state", name = "memory")
public final class MemoryStateFactory implements ProviderFactory<StateStore> {
  private static final long DEFAULT_MAX_BYTES = 128L << 20;

  private final Descriptor descriptor;

  /** As the bundle that it comes in. */
  @Activate
  public MemoryStateFactory(BundleContext context) {
    this(BundleVersion.of(context));
  }

  MemoryStateFactory(String version) {
    descriptor =
        new Descriptor(
            Role.STATE,
            "memory",
            version,
            false,
            false,
            HandOver.SNAPSHOT,
            Set.of(),
            List.of(
                new Setting(
                    "maxBytes",
                    "Heap, in bytes and roughly, that the content may take; writes beyond are"
                        + " refused with 507.",
                    "128MiB",
                    false)));
  }

  @Override
  public Descriptor descriptor() {
    return descriptor;
  }

  @Override
  public Instance<StateStore> open(Opening opening) {
    return new MemoryStore(opening.settings().bytes("maxBytes", DEFAULT_MAX_BYTES));
  }
}
