package io.cmesh.events.local;

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

/** Opens events on this node's own disk. */
@Component(service = ProviderFactory.class)
@MeshProvider(role = "events", name = "local")
public final class LocalEventsFactory implements ProviderFactory<EventBus> {
  private final Descriptor descriptor;

  /** As the bundle that it comes in. */
  @Activate
  public LocalEventsFactory(BundleContext context) {
    this(BundleVersion.of(context));
  }

  LocalEventsFactory(String version) {
    descriptor =
        new Descriptor(
            Role.EVENTS,
            "local",
            version,
            true,
            false,
            HandOver.SNAPSHOT,
            Set.of(),
            List.of(
                new Setting(
                    "fsync",
                    "whether an event is on disk (fsync, in groups) before it is acknowledged; false"
                        + " survives the end of the process but not of the machine",
                    "true",
                    false),
                new Setting(
                    "queueBytes",
                    "bytes of events of one stream that may wait to be written; beyond it publishers"
                        + " are refused with 429",
                    "64MiB",
                    false)));
  }

  @Override
  public Descriptor descriptor() {
    return descriptor;
  }

  @Override
  public Instance<EventBus> open(Opening opening) {
    return LocalEvents.open(opening);
  }
}
