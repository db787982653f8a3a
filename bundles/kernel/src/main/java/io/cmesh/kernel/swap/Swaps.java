package io.cmesh.kernel.swap;

import io.cmesh.api.error.MeshException;
import io.cmesh.api.events.StreamInfo;
import io.cmesh.api.message.Status;
import io.cmesh.api.node.SwapPlan;
import io.cmesh.api.node.SwapReport;
import io.cmesh.api.node.SwapStep;
import io.cmesh.api.provider.Descriptor;
import io.cmesh.api.provider.HandOver;
import io.cmesh.api.provider.Role;
import io.cmesh.kernel.assembly.Assembly;
import io.cmesh.kernel.assembly.Providers;
import io.cmesh.kernel.assembly.RoleInstance;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The swaps of a node: make before break, one at a time up to its flip, each role's last one
 * watched beside. Thread-safe.
 */
public final class Swaps {
  private final NodeParts parts;
  private final Supplier<SwapSettings> settings;
  private final Installing installing;
  private final Consumer<SwapReport> told;
  private final History history;
  private final Map<Role, Swap> last = new EnumMap<>(Role.class);
  private @Nullable Swap running;

  /** Makes a provider available that is not installed. */
  @FunctionalInterface
  public interface Installing {
    /** Completes once its factory is there; exceptionally where the distribution has none. */
    CompletionStage<Void> install(Role role, String provider);
  }

  /**
   * @param settings as they are now
   * @param told hears of every swap that ended
   */
  public Swaps(
      NodeParts parts,
      Supplier<SwapSettings> settings,
      Installing installing,
      Consumer<SwapReport> told) {
    this.parts = parts;
    this.settings = settings;
    this.installing = installing;
    this.told = told;
    this.history = new History(parts.disk(), parts.data());
    Tail.clean(parts.disk(), parts.data());
  }

  /**
   * Replaces a role's provider. Completes once the newcomer serves; exceptionally where it was
   * turned away, and the old one serves on.
   *
   * @param provider {@code name} or {@code name@version}
   * @param by the DID of who asks
   */
  public CompletionStage<Void> swap(Role role, String provider, String by) {
    return run(role, provider, by, () -> requireOther(role, provider));
  }

  /**
   * Replaces a role's provider by itself, opened with its settings as they are now, in a directory
   * of its own. Completes as {@link #swap} does.
   */
  public CompletionStage<Void> reopen(Role role, String by) {
    String active = parts.assemblies().current().label(role).replace('/', '@');
    return run(role, active, by, () -> {});
  }

  private CompletionStage<Void> run(Role role, String provider, String by, Runnable check) {
    Swap swap;
    CompletionStage<Void> free;
    synchronized (this) {
      if (running != null) {
        throw busy(running);
      }
      check.run();
      swap = make(role, provider, by);
      running = swap;
      free = release(role);
      last.put(role, swap);
    }
    note(swap.steps()); // at once: whoever asked can follow it while it waits for the one before
    return free.thenCompose(released -> swap.run()).whenComplete((done, failure) -> ended(swap));
  }

  // Its own watch is over: somebody wants yet another one.
  private CompletionStage<Void> release(Role role) {
    Swap before = last.get(role);
    if (before == null) {
      return CompletableFuture.completedFuture(null);
    }
    before.retire();
    return before.over();
  }

  /** Ends the watch of a role's last swap; completes once nothing of it is left to do. */
  public synchronized CompletionStage<Void> forget(Role role) {
    return release(role);
  }

  private synchronized void ended(Swap swap) {
    if (running == swap) {
      running = null;
    }
  }

  private static MeshException busy(Swap other) {
    SwapReport report = other.steps().report();
    return new MeshException(
        Status.CONFLICT,
        "CMESH-SWP-010",
        "a swap of " + report.role().text() + " to " + report.to() + " is under way",
        "Wait until it is done: cmesh role history");
  }

  private void requireOther(Role role, String provider) {
    parts
        .assemblies()
        .current()
        .instance(role)
        .filter(i -> Providers.isMeant(i.descriptor(), provider))
        .filter(i -> isNewest(i.descriptor(), provider))
        .ifPresent(
            same -> {
              throw new MeshException(
                  Status.CONFLICT,
                  "CMESH-SWP-001",
                  role.text() + " is filled by " + provider + " already");
            });
  }

  // A newer version beside the one that serves is another provider.
  private boolean isNewest(Descriptor active, String provider) {
    return parts
        .openings()
        .providers()
        .find(active.role(), provider)
        .map(f -> f.descriptor().version().equals(active.version()))
        .orElse(true);
  }

  private Swap make(Role role, String provider, String by) {
    String from = parts.assemblies().current().label(role);
    Steps steps = new Steps(history.nextId(), role, from, provider, by, parts.clock());
    steps.begin(SwapStep.Step.PLAN);
    return new Swap(
        parts,
        settings.get(),
        role,
        provider,
        steps,
        () -> installing.install(role, provider),
        () -> note(steps));
  }

  private void note(Steps steps) {
    SwapReport report;
    // Two who note at once must not leave the earlier of two outcomes.
    synchronized (steps) {
      report = steps.report();
      history.keep(report);
    }
    boolean over =
        report.outcome() != SwapReport.Outcome.RUNNING
            && report.outcome() != SwapReport.Outcome.WATCHED;
    if (over) {
      told.accept(report);
    }
  }

  /** What a swap would do. */
  public SwapPlan plan(Role role, String provider) {
    requireOther(role, provider);
    Assembly now = parts.assemblies().current();
    Optional<RoleInstance> old = now.instance(role);
    Optional<Descriptor> to =
        parts.openings().providers().find(role, provider).map(f -> f.descriptor());
    long entries = 0;
    long bytes = 0;
    if (old.isPresent() && role == Role.STATE) {
      bytes = now.store().sizeBytes();
    } else if (old.isPresent() && role == Role.EVENTS) {
      List<StreamInfo> streams = now.events().streams();
      bytes = streams.stream().mapToLong(StreamInfo::sizeBytes).sum();
      entries = streams.stream().mapToLong(s -> s.lastSequence() - s.firstSequence() + 1).sum();
    }
    return new SwapPlan(
        role,
        now.label(role),
        to.map(Descriptor::label).orElse(provider),
        to.isEmpty(),
        entries,
        bytes,
        hold(role),
        warnings(old.map(RoleInstance::descriptor), to));
  }

  private static String hold(Role role) {
    return switch (role) {
      case STATE -> "reads: none; writes: until the last few batches are copied, milliseconds";
      case EVENTS -> "publishers: until the last few events are copied, milliseconds";
      case CONSENSUS -> "writes: until the old log is sealed, milliseconds";
      default -> "none";
    };
  }

  private static List<String> warnings(Optional<Descriptor> from, Optional<Descriptor> to) {
    List<String> warnings = new ArrayList<>();
    if (from.isPresent() && to.isPresent()) {
      if (from.get().durable() && !to.get().durable()) {
        warnings.add(notDurable(to.get()));
      }
      if (from.get().handOver() == HandOver.SNAPSHOT && to.get().handOver() == HandOver.NONE) {
        warnings.add(to.get().label() + " hands no data over: it could not be left again");
      }
    }
    return warnings;
  }

  private static String notDurable(Descriptor to) {
    String role = to.role().text();
    return to.role() == Role.STATE
        ? role + " is no longer durable by itself: after a crash it is rebuilt from the log"
        : role + " is no longer durable: what " + to.label() + " holds ends with the process";
  }

  /**
   * Brings the provider back that was replaced last: by a flip while it is watched, else by a swap.
   */
  public CompletionStage<Void> rollback(Role role, String by) {
    Swap watched;
    synchronized (this) {
      watched = last.get(role);
    }
    if (watched != null && watched.canGoBack()) {
      return watched.goBack("asked for by " + by);
    }
    return swap(role, before(role), by);
  }

  /** The provider that a rollback brings back, as {@code name@version}. */
  public String before(Role role) {
    String active = parts.assemblies().current().label(role);
    return history.newest(History.MOST).stream()
        .filter(r -> r.role() == role && r.to().equals(active) && !r.from().equals(active))
        .filter(r -> r.outcome() == SwapReport.Outcome.DONE || isWatched(r))
        .map(r -> r.from().replace('/', '@'))
        .filter(from -> !from.equals("none"))
        .findFirst()
        .orElseThrow(
            () ->
                new MeshException(
                    Status.NOT_FOUND,
                    "CMESH-SWP-011",
                    role.text() + " has no provider to go back to",
                    "Swap to one of: cmesh provider list"));
  }

  private static boolean isWatched(SwapReport r) {
    return r.outcome() == SwapReport.Outcome.WATCHED;
  }

  /** The newest first, with those that run as they are now. */
  public List<SwapReport> history(int limit) {
    Map<Long, SwapReport> now = new TreeMap<>(Comparator.reverseOrder());
    history.newest(limit).forEach(r -> now.put(r.id(), r));
    synchronized (this) {
      last.values()
          .forEach(
              s -> now.computeIfPresent(s.steps().report().id(), (id, r) -> s.steps().report()));
    }
    return now.values().stream().limit(limit).toList();
  }

  /** Whether the last swap of a role to this provider, in this version, ended with the old one. */
  public boolean wasTurnedAway(Role role, String label) {
    return history.newest(History.MOST).stream()
        .filter(r -> r.role() == role && r.to().equals(label))
        .findFirst()
        .filter(
            r ->
                r.outcome() == SwapReport.Outcome.TURNED_AWAY
                    || r.outcome() == SwapReport.Outcome.ROLLED_BACK)
        .isPresent();
  }

  /**
   * The bundle of an instance's provider is being stopped: whatever swap it is in ends without it.
   * True where another instance serves its role afterwards.
   */
  public CompletionStage<Boolean> goes(Role role, String provider) {
    Swap swap;
    synchronized (this) {
      swap = last.get(role);
    }
    if (swap == null || !swap.isAbout(provider)) {
      return CompletableFuture.completedFuture(false);
    }
    if (swap.giveUp(gone(role, provider))) {
      return swap.over().thenApply(x -> false);
    }
    return swap.settled().thenCompose(x -> leaves(swap, role, provider));
  }

  private CompletionStage<Boolean> leaves(Swap swap, Role role, String provider) {
    boolean newcomer = isActive(role, provider);
    boolean old = swap.old().filter(o -> Providers.isMeant(o.descriptor(), provider)).isPresent();
    if (newcomer && !old && swap.canGoBack()) {
      return swap.goBack("its bundle was stopped")
          .thenCompose(x -> swap.over())
          .handle((x, failure) -> failure == null);
    }
    if (old) {
      swap.retire(); // one that was opened anew goes with the one before: both are of that bundle
      return swap.over().thenApply(x -> !newcomer);
    }
    return CompletableFuture.completedFuture(false);
  }

  private boolean isActive(Role role, String provider) {
    return parts
        .assemblies()
        .current()
        .instance(role)
        .filter(i -> Providers.isMeant(i.descriptor(), provider))
        .isPresent();
  }

  private static MeshException gone(Role role, String provider) {
    return new MeshException(
        Status.CONFLICT,
        "CMESH-SWP-012",
        "provider " + provider + " of " + role.text() + " was removed during the swap",
        "The old provider goes on.");
  }

  /** Ends what is under way: newcomers are turned away, replaced instances closed. */
  public CompletionStage<Void> close() {
    List<Swap> all;
    synchronized (this) {
      all = List.copyOf(last.values());
    }
    MeshException why =
        new MeshException(Status.UNAVAILABLE, "CMESH-SWP-013", "the node is being stopped");
    Stream<CompletableFuture<Void>> ends =
        all.stream()
            .map(
                swap -> {
                  if (!swap.giveUp(why)) {
                    swap.settled().thenRun(swap::retire);
                  }
                  return swap.over().toCompletableFuture();
                });
    return CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new));
  }
}
