package io.cmesh.kernel.node;

import io.cmesh.api.Cancellable;
import io.cmesh.api.provider.Role;
import io.cmesh.api.provider.Settings;
import io.cmesh.api.state.StateStore;
import io.cmesh.kernel.assembly.Assembly;
import io.cmesh.kernel.assembly.Life;
import io.cmesh.kernel.assembly.Providers;
import io.cmesh.kernel.assembly.RoleInstance;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what is close to what is wanted: a changed configuration is a swap, of a provider's own
 * settings a swap to itself; a provider that goes leaves its role to its return.
 */
final class WantedRoles implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WantedRoles.class);
  private static final CompletionStage<?> NOTHING = CompletableFuture.completedFuture(null);
  private static final Duration LEAVE = Duration.ofSeconds(10);

  private final Kernel kernel;
  private final AdminService admin;
  private final RoleSwaps swaps;
  private final Wishes wishes;
  private final OwnSettings own;
  private final Cancellable watching;

  WantedRoles(Kernel kernel, AdminService admin, RoleSwaps swaps) {
    this.kernel = kernel;
    this.admin = admin;
    this.swaps = swaps;
    this.wishes = new Wishes(kernel.platform().scheduler());
    this.own = new OwnSettings(kernel, this::reopen);
    this.watching = kernel.platform().configuration().onChange(Wanted.PID, this::follow);
    begin(kernel.platform().configuration().settings(Wanted.PID));
  }

  // What was turned away is not tried again at every start: only in another version, or once the
  // configuration is changed or somebody asks.
  private void begin(Settings settings) {
    different(settings)
        .forEach(
            (role, provider) -> {
              if (swaps.wasTurnedAway(role, provider)) {
                LOG.warn(
                    "{} is wanted for {} and was turned away before: cmesh role history",
                    provider,
                    role.text());
              } else {
                swap(role, provider);
              }
            });
  }

  private void follow(Settings settings) {
    Map<Role, String> wished = different(settings);
    wished.entrySet().removeIf(e -> swaps.wrote(e.getKey(), e.getValue()));
    wished.forEach(this::swap);
  }

  private Map<Role, String> different(Settings settings) {
    Map<Role, String> different = new EnumMap<>(Wanted.of(settings));
    Assembly now = kernel.assemblies().current();
    now.instances().forEach((role, i) -> different.remove(role, i.descriptor().name()));
    return different;
  }

  private void swap(Role role, String provider) {
    wishes.add(
        role.text() + " = " + provider,
        () ->
            isActive(role, provider) || !isWanted(role, provider)
                ? NOTHING
                : admin.swap(role, provider, kernel.self()));
  }

  // Asked anew: a swap may have come in between, and have written what it left.
  private boolean isWanted(Role role, String provider) {
    Settings settings = kernel.platform().configuration().settings(Wanted.PID);
    return Wanted.of(settings, role).filter(provider::equals).isPresent();
  }

  private void reopen(Role role, String provider) {
    wishes.add(
        role.text() + ": " + provider + " opened anew",
        () -> isActive(role, provider) ? admin.reopen(role, kernel.self()) : NOTHING);
  }

  private boolean isActive(Role role, String provider) {
    return kernel
        .assemblies()
        .current()
        .instance(role)
        .filter(i -> i.descriptor().name().equals(provider))
        .isPresent();
  }

  void came(Role role, String provider) {
    own.watch(role, provider);
    Settings settings = kernel.platform().configuration().settings(Wanted.PID);
    boolean empty = kernel.assemblies().current().instance(role).isEmpty();
    if (empty && Wanted.of(settings, role).filter(provider::equals).isPresent()) {
      swap(role, provider);
    }
  }

  void goes(Role role, String provider) {
    if (Kernel.await(swaps.goes(role, provider), LEAVE.multipliedBy(4))) {
      return;
    }
    Optional<RoleInstance> instance =
        kernel
            .assemblies()
            .current()
            .instance(role)
            .filter(i -> Providers.isMeant(i.descriptor(), provider));
    if (instance.isEmpty()) {
      return;
    }
    LOG.warn("provider {} of {} goes while it is in use", provider, role.text());
    Assembly before = kernel.assemblies().remove(role);
    RoleInstance gone = instance.get();
    gone.life().to(Life.State.DRAINING);
    boolean drained =
        Kernel.await(kernel.assemblies().drained(before, LEAVE), LEAVE.plusSeconds(5));
    if (role == Role.STATE) {
      kernel.snapshots().keep((StateStore) gone.service());
    }
    if (drained) {
      gone.instance().close();
      gone.life().to(Life.State.CLOSED);
    } else {
      gone.life().to(Life.State.QUARANTINED);
    }
  }

  @Override
  public void close() {
    watching.close();
    own.close();
    wishes.close();
  }
}
