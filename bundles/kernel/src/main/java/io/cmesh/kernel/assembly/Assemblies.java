package io.cmesh.kernel.assembly;

import io.cmesh.api.Cancellable;
import io.cmesh.api.events.EventBus;
import io.cmesh.api.provider.Role;
import io.cmesh.api.provider.Scheduler;
import io.cmesh.api.state.StateStore;
import io.cmesh.kernel.events.LiveEvents;
import io.cmesh.kernel.order.CachedState;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Holds the current assembly and replaces it with one volatile write. */
public final class Assemblies {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(5);

  private final Scheduler scheduler;
  private final LiveEvents live;
  private final LongAdder failures = new LongAdder();
  private volatile Assembly current;

  // Replaced, oldest first, and perhaps still in use. Only of these can somebody hold an instance
  // that a later assembly has no more.
  private List<Assembly> lingering = List.of();

  /** Begins with an assembly of nothing. */
  public Assemblies(Scheduler scheduler) {
    this.scheduler = scheduler;
    this.live = new LiveEvents(scheduler);
    this.current = new Assembly(0, Map.of(), null);
  }

  /** The current assembly, for looking; to use it, {@link #pin}. */
  public Assembly current() {
    return current;
  }

  /** Pins the current assembly. */
  public Assembly.Pin pin() {
    while (true) {
      Assembly assembly = current;
      Assembly.Pin pin = assembly.pin();
      if (assembly == current) {
        return pin;
      }
      // Replaced between reading and pinning: its last user may have been counted out already.
      pin.close();
    }
  }

  /** The bus that serves, for whoever publishes or follows. */
  public LiveEvents live() {
    return live;
  }

  /** Counts a request that failed for no fault of its own. */
  public void failed() {
    failures.increment();
  }

  /** How many requests failed so. */
  public long failures() {
    return failures.sum();
  }

  /** Installs an assembly in which {@code instance} fills its role; returns the one replaced. */
  public Assembly install(RoleInstance instance) {
    return install(instance, null);
  }

  /**
   * Installs an assembly in which {@code instance} fills its role; returns the one replaced.
   *
   * @param cached a store that comes back, behind the cache it had; null for a new one
   */
  public synchronized Assembly install(RoleInstance instance, @Nullable CachedState cached) {
    return change(instance.role(), instance, cached);
  }

  /** Installs an assembly in which nobody fills {@code role}; returns the one replaced. */
  public synchronized Assembly remove(Role role) {
    return change(role, null, null);
  }

  private Assembly change(
      Role role, @Nullable RoleInstance instance, @Nullable CachedState cached) {
    Assembly before = current;
    Map<Role, RoleInstance> next = new EnumMap<>(Role.class);
    next.putAll(before.instances());
    if (instance == null) {
      next.remove(role);
    } else {
      next.put(role, instance);
    }
    current = new Assembly(before.generation() + 1, next, stateOf(before, next, cached));
    lingering = Stream.concat(inUse(lingering), Stream.of(before)).toList();
    if (role == Role.EVENTS) {
      live.serve(instance == null ? null : (EventBus) instance.service());
    }
    return before;
  }

  private static Stream<Assembly> inUse(List<Assembly> assemblies) {
    return assemblies.stream().filter(Assembly::isPinned);
  }

  private static @Nullable CachedState stateOf(
      Assembly before, Map<Role, RoleInstance> next, @Nullable CachedState cached) {
    RoleInstance state = next.get(Role.STATE);
    if (state == null) {
      return null;
    }
    if (cached != null && cached.store() == state.service()) {
      return cached;
    }
    boolean same = before.instance(Role.STATE).filter(i -> i.life() == state.life()).isPresent();
    return same ? before.state() : new CachedState((StateStore) state.service());
  }

  /** Whether a request still uses an instance, or may come to use it. */
  public synchronized boolean isPinned(RoleInstance instance) {
    // What nobody uses any more must not keep its providers' classes until the next change.
    lingering = inUse(lingering).toList();
    return current.holds(instance)
        || lingering.stream().anyMatch(each -> each.holds(instance) && each.isPinned());
  }

  /**
   * Completes with true once nobody uses {@code replaced} nor any assembly before it, which may
   * have held the same instances; with false after {@code limit}.
   */
  public CompletionStage<Boolean> drained(Assembly replaced, Duration limit) {
    List<Assembly> all = upTo(replaced);
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    Cancellable deadline = scheduler.after(limit, () -> done.complete(false));
    Cancellable look =
        scheduler.every(
            LOOK_AGAIN,
            () -> {
              if (nobodyUses(all)) {
                done.complete(true);
              }
            });
    done.whenComplete(
        (drained, failure) -> {
          deadline.close();
          look.close();
        });
    if (nobodyUses(all)) {
      done.complete(true);
    }
    return done;
  }

  private synchronized List<Assembly> upTo(Assembly replaced) {
    return lingering.stream().filter(each -> each.generation() <= replaced.generation()).toList();
  }

  private static boolean nobodyUses(List<Assembly> assemblies) {
    return assemblies.stream().noneMatch(Assembly::isPinned);
  }
}
