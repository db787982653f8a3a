package io.cmesh.kernel.assembly;

import io.cmesh.api.consensus.Consensus;
import io.cmesh.api.contract.ContractRuntime;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.events.EventBus;
import io.cmesh.api.iam.Iam;
import io.cmesh.api.message.Status;
import io.cmesh.api.provider.Role;
import io.cmesh.api.registrar.Registrar;
import io.cmesh.api.router.Router;
import io.cmesh.api.state.StateStore;
import io.cmesh.kernel.order.CachedState;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One instance per role, immutable, with a generation. A request pins the current assembly once and
 * uses it to its end, so a swap in between does not touch it.
 */
public final class Assembly {
  private static final Duration SOON = Duration.ofSeconds(2);

  private final long generation;
  private final Map<Role, RoleInstance> instances;
  private final Pins pins = new Pins();

  // Resolved once: a request asks for several roles and should not pay for map look-ups and casts.
  private final @Nullable CachedState state;
  private final @Nullable Router router;
  private final @Nullable Registrar registrar;
  private final @Nullable Iam iam;

  Assembly(long generation, Map<Role, RoleInstance> instances, @Nullable CachedState state) {
    this.generation = generation;
    EnumMap<Role, RoleInstance> byRole = new EnumMap<>(Role.class);
    byRole.putAll(instances);
    this.instances = Collections.unmodifiableMap(byRole);
    this.state = state;
    this.router = (Router) serviceOrNull(Role.ROUTER);
    this.registrar = (Registrar) serviceOrNull(Role.REGISTRAR);
    this.iam = (Iam) serviceOrNull(Role.IAM);
  }

  private @Nullable Object serviceOrNull(Role role) {
    RoleInstance instance = instances.get(role);
    return instance == null ? null : instance.service();
  }

  /** Rises with every change. */
  public long generation() {
    return generation;
  }

  /** The instance of a role. */
  public Optional<RoleInstance> instance(Role role) {
    return Optional.ofNullable(instances.get(role));
  }

  /** All instances. */
  public Map<Role, RoleInstance> instances() {
    return instances;
  }

  /** The state role's store behind its cache. */
  public CachedState state() {
    return present(Role.STATE, state);
  }

  /** The state role's store behind its cache, where the role is filled. */
  public Optional<CachedState> cachedState() {
    return Optional.ofNullable(state);
  }

  /** The state role's store itself. */
  public StateStore store() {
    return state().store();
  }

  /** The router role. */
  public Router router() {
    return present(Role.ROUTER, router);
  }

  /** The registrar role. */
  public Registrar registrar() {
    return present(Role.REGISTRAR, registrar);
  }

  /** The iam role. */
  public Iam iam() {
    return present(Role.IAM, iam);
  }

  /**
   * The events role, for reading: who publishes or follows goes through {@link Assemblies#live},
   * which outlives a swap.
   */
  public EventBus events() {
    return present(Role.EVENTS, (EventBus) serviceOrNull(Role.EVENTS));
  }

  /** The consensus role. */
  public Consensus consensus() {
    return present(Role.CONSENSUS, (Consensus) serviceOrNull(Role.CONSENSUS));
  }

  /** The contract role. */
  public ContractRuntime contract() {
    return present(Role.CONTRACT, (ContractRuntime) serviceOrNull(Role.CONTRACT));
  }

  private static <T> T present(Role role, @Nullable T service) {
    if (service == null) {
      throw MeshException.of(
              Status.UNAVAILABLE, "CMESH-ASM-001", "nobody fills the role " + role.text() + " now")
          .hint(
              "See what there is with: cmesh role list; fill it with: cmesh role swap "
                  + role.text()
                  + " PROVIDER")
          .retryAfter(SOON)
          .build();
    }
    return service;
  }

  /** What layers call the provider of a role: {@code rocksdb/0.1.0}. */
  public String label(Role role) {
    RoleInstance instance = instances.get(role);
    return instance == null ? "none" : instance.descriptor().label();
  }

  Pin pin() {
    return new Pin(this, pins.enter());
  }

  boolean isPinned() {
    return pins.sum() > 0;
  }

  boolean holds(RoleInstance instance) {
    RoleInstance mine = instances.get(instance.role());
    return mine != null && mine.life() == instance.life();
  }

  /** A request's hold on an assembly. Close it once. */
  public static final class Pin implements AutoCloseable {
    private final Assembly assembly;
    private final int stripe;

    private Pin(Assembly assembly, int stripe) {
      this.assembly = assembly;
      this.stripe = stripe;
    }

    /** The assembly held. */
    public Assembly assembly() {
      return assembly;
    }

    @Override
    public void close() {
      assembly.pins.leave(stripe);
    }
  }
}
