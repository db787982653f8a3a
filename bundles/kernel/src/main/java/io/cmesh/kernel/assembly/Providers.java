package io.cmesh.kernel.assembly;

import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import io.cmesh.api.provider.Descriptor;
import io.cmesh.api.provider.ProviderFactory;
import io.cmesh.api.provider.Role;
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

  /** The factory of a provider. */
  public Optional<ProviderFactory<?>> find(Role role, String name) {
    for (ProviderFactory<?> factory : factories) {
      Descriptor d = factory.descriptor();
      if (d.role() == role && d.name().equals(name)) {
        return Optional.of(factory);
      }
    }
    return Optional.empty();
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
