package io.cmesh.state.rocksdb;

import io.cmesh.api.provider.BundleVersion;
import io.cmesh.api.provider.Descriptor;
import io.cmesh.api.provider.HandOver;
import io.cmesh.api.provider.Instance;
import io.cmesh.api.provider.MeshProvider;
import io.cmesh.api.provider.Opening;
import io.cmesh.api.provider.ProviderFactory;
import io.cmesh.api.provider.Role;
import io.cmesh.api.state.StateStore;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Opens stores on RocksDB, an embedded log-structured merge tree. */
@Component(service = ProviderFactory.class)
@MeshProvider(role = "state", name = "rocksdb")
public final class RocksStateFactory implements ProviderFactory<StateStore> {
  private final Descriptor descriptor;
  private final @Nullable Path sharedLibraries;

  /** As the bundle that it comes in; native libraries may lie in the distribution. */
  @Activate
  public RocksStateFactory(BundleContext context) {
    this(BundleVersion.of(context), context.getProperty("cmesh.dist"));
  }

  RocksStateFactory(String version, @Nullable String distribution) {
    sharedLibraries = distribution == null ? null : Path.of(distribution, "lib", "native");
    descriptor =
        new Descriptor(
            Role.STATE,
            "rocksdb",
            version,
            true,
            false,
            HandOver.SNAPSHOT,
            Set.of(),
            RocksSettings.KEYS);
  }

  @Override
  public Descriptor descriptor() {
    return descriptor;
  }

  @Override
  public Instance<StateStore> open(Opening opening) {
    NativeLibrary.load(sharedLibraries, opening.dir());
    return new StoreOpener(opening).open();
  }
}
