package org.example.cmesh.state.mvstore;

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

/** Opens stores on MVStore, H2's log-structured, copy-on-write map in one file. */
@Component(service = ProviderFactory.class)
@MeshProvider(role = "state", name = "mvstore")
public final class StateFactory implements ProviderFactory<StateStore> {
  private static final long CACHE_BYTES = 16L << 20;

  private final Descriptor descriptor;

  /** As the bundle that it comes in. */
  @Activate
  public StateFactory(BundleContext context) {
    this(BundleVersion.of(context));
  }

  StateFactory(String version) {
    // What is claimed here the kit holds it to: durable, and it can be swapped for another.
    descriptor =
        new Descriptor(
            Role.STATE,
            "mvstore",
            version,
            true,
            false,
            HandOver.SNAPSHOT,
            Set.of(),
            List.of(
                new Setting(
                    "cacheBytes",
                    "Heap, in bytes, for pages read from the file.",
                    "16MiB",
                    false)));
  }

  @Override
  public Descriptor descriptor() {
    return descriptor;
  }

  @Override
  public Instance<StateStore> open(Opening opening) {
    Engine engine =
        Engine.open(
            opening.dir(), opening.disk(), opening.settings().bytes("cacheBytes", CACHE_BYTES));
    return new Store(engine, Writer.on(engine));
  }
}
