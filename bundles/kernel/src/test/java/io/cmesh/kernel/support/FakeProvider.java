package io.cmesh.kernel.support;

import io.cmesh.api.provider.Descriptor;
import io.cmesh.api.provider.HandOver;
import io.cmesh.api.provider.Health;
import io.cmesh.api.provider.Instance;
import io.cmesh.api.provider.Opening;
import io.cmesh.api.provider.ProviderFactory;
import io.cmesh.api.provider.Role;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A provider whose instances a test makes. */
public final class FakeProvider<T> implements ProviderFactory<T> {
  /** How often an instance was closed. */
  public final List<T> closed = new CopyOnWriteArrayList<>();

  /** How its instances are. */
  public volatile Health health = Health.OK;

  private final Descriptor descriptor;
  private final Function<Opening, T> open;

  /** Of a role. */
  public FakeProvider(Role role, String name, Function<Opening, T> open) {
    this.descriptor =
        new Descriptor(role, name, "1.0.0", false, false, HandOver.SNAPSHOT, Set.of(), List.of());
    this.open = open;
  }

  @Override
  public Descriptor descriptor() {
    return descriptor;
  }

  @Override
  public Instance<T> open(Opening opening) {
    T service = open.apply(opening);
    return new Instance<>() {
      @Override
      public T service() {
        return service;
      }

      @Override
      public Health health() {
        return health;
      }

      @Override
      public void close() {
        closed.add(service);
      }
    };
  }
}
