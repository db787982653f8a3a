package io.cmesh.registrar.memorycached;

import io.cmesh.api.provider.BundleVersion;
import io.cmesh.api.provider.Descriptor;
import io.cmesh.api.provider.HandOver;
import io.cmesh.api.provider.Instance;
import io.cmesh.api.provider.MeshProvider;
import io.cmesh.api.provider.Opening;
import io.cmesh.api.provider.ProviderFactory;
import io.cmesh.api.provider.Role;
import io.cmesh.api.provider.Setting;
import io.cmesh.api.provider.Settings;
import io.cmesh.api.registrar.Registrar;
import java.util.List;
import java.util.Set;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Opens registrars that read names from state and remember them for as long as they hold. */
@Component(service = ProviderFactory.class)
@MeshProvider(role = "registrar", name = "memory-cached")
public final class MemoryCachedRegistrarFactory implements ProviderFactory<Registrar> {
  private static final String MAX_NAMES = "maxNames";
  private static final int MAX_NAMES_DEFAULT = 10_000;

  private final Descriptor descriptor;

  /** As the bundle that it comes in. */
  @Activate
  public MemoryCachedRegistrarFactory(BundleContext context) {
    this(BundleVersion.of(context));
  }

  MemoryCachedRegistrarFactory(String version) {
    descriptor =
        new Descriptor(
            Role.REGISTRAR,
            "memory-cached",
            version,
            true,
            true,
            HandOver.STATELESS,
            Set.of(),
            List.of(
                new Setting(
                    Endings.KEY,
                    "Endings of the names served, between commas; .mcom is always one of them.",
                    Endings.MESH,
                    false),
                new Setting(
                    MAX_NAMES,
                    "Names remembered at most, 16 to 10000000; who was asked longest ago is"
                        + " forgotten first.",
                    String.valueOf(MAX_NAMES_DEFAULT),
                    false)));
  }

  @Override
  public Descriptor descriptor() {
    return descriptor;
  }

  @Override
  public Instance<Registrar> open(Opening opening) {
    Settings settings = opening.settings();
    int most = (int) settings.number(MAX_NAMES, MAX_NAMES_DEFAULT, 16, 10_000_000);
    return new MemoryCachedRegistrar(Endings.of(settings), new NameCache(most));
  }
}
