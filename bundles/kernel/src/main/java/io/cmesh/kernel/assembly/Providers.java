package io.cmesh.kernel.assembly;

import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import io.cmesh.api.provider.Descriptor;
import io.cmesh.api.provider.ProviderFactory;
import io.cmesh.api.provider.Role;
import java.lang.module.ModuleDescriptor.Version;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The factories that are installed now. Thread-safe. */
public final class Providers {
  private final List<ProviderFactory<?>> factories = new CopyOnWriteArrayList<>();

  /** Adds one. */
  public void add(ProviderFactory<?> factory) {
    factories.add(factory);
  }

  /** Takes one away. */
  public void remove(ProviderFactory<?> factory) {
    factories.remove(factory);
  }

  /**
   * The factory of a provider; of several versions the newest, or the one asked for.
   *
   * @param provider {@code name} or {@code name@version}
   */
  public Optional<ProviderFactory<?>> find(Role role, String provider) {
    ProviderFactory<?> newest = null;
    for (ProviderFactory<?> factory : factories) {
      Descriptor d = factory.descriptor();
      boolean meant = d.role() == role && isMeant(d, provider);
      if (meant && (newest == null || isNewer(d, newest.descriptor()))) {
        newest = factory;
      }
    }
    return Optional.ofNullable(newest);
  }

  /** Whether a provider is the one asked for as {@code name} or {@code name@version}. */
  public static boolean isMeant(Descriptor d, String provider) {
    return d.name().equals(provider) || provider.equals(d.name() + "@" + d.version());
  }

  /** The name in {@code name} or {@code name@version}. */
  public static String name(String provider) {
    int at = provider.indexOf('@');
    return at < 0 ? provider : provider.substring(0, at);
  }

  private static boolean isNewer(Descriptor d, Descriptor than) {
    return Version.parse(d.version()).compareTo(Version.parse(than.version())) > 0;
  }

  /** The factory of a provider; 404 with those there are. */
  public ProviderFactory<?> get(Role role, String name) {
    return find(role, name)
        .orElseThrow(
            () ->
                new MeshException(
                    Status.NOT_FOUND,
                    "CMESH-ASM-002",
                    "provider "
                        + name
                        + " of role "
                        + role.text()
                        + " is not installed (there are: "
                        + names(role)
                        + ")",
                    "See what can be had with: cmesh provider list"));
  }

  private List<String> names(Role role) {
    return all().stream().filter(d -> d.role() == role).map(Descriptor::name).toList();
  }

  /** What they are, by role and name. */
  public List<Descriptor> all() {
    return factories.stream()
        .<Descriptor>map(ProviderFactory::descriptor)
        .sorted(Comparator.comparing(Descriptor::role).thenComparing(Descriptor::name))
        .toList();
  }
}
