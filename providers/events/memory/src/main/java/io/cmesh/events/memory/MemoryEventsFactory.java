package io.cmesh.events.memory;

import io.cmesh.api.events.EventBus;
import io.cmesh.api.provider.BundleVersion;
import io.cmesh.api.provider.Descriptor;
import io.cmesh.api.provider.HandOver;
import io.cmesh.api.provider.Instance;
import io.cmesh.api.provider.MeshProvider;
import io.cmesh.api.provider.Opening;
import io.cmesh.api.provider.ProviderFactory;
import io.cmesh.api.provider.Role;
import io.cmesh.api.provider.Setting;
import java.util.List;
import java.util.Set;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Opens events that live in the heap: quick, and gone when the node ends. */
@Component(service = ProviderFactory.class)
@MeshProvider(role = "events", name = "memory")
public final class MemoryEventsFactory implements ProviderFactory<EventBus> {
  private static final long DEFAULT_MAX_BYTES = 64L << 20;

  private final Descriptor descriptor;

  /** As the bundle that it comes in. */
  @Activate
  public MemoryEventsFactory(BundleContext context) {
    this(BundleVersion.of(context));
  }

  MemoryEventsFactory(String version) {
    descriptor =
        new Descriptor(
            Role.EVENTS,
            "memory",
            version,
            false,
            false,
            HandOver.SNAPSHOT,
            Set.of(),
            List.of(
                new Setting(
                    "maxBytes",
                    "Heap, in bytes and roughly, that the events of all streams may take; beyond it"
                        + " the oldest of the largest stream go. At least 1MiB.",
                    "64MiB",
                    false)));
  }

  @Override
  public Descriptor descriptor() {
    return descriptor;
  }

  @Override
  public Instance<EventBus> open(Opening opening) {
    long maxBytes = opening.settings().bytes("maxBytes", DEFAULT_MAX_BYTES);
    return new MemoryEvents(opening.clock(), opening.scheduler(), maxBytes);
  }
}
