package io.cmesh.kernel.node;

import io.cmesh.api.Bytes;
import io.cmesh.api.consensus.Consensus;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import io.cmesh.api.provider.Health;
import io.cmesh.api.provider.Role;
import io.cmesh.api.state.Scan;
import io.cmesh.api.state.StateSnapshot;
import io.cmesh.api.state.StateStore;
import io.cmesh.kernel.assembly.Assembly;
import io.cmesh.kernel.assembly.AssemblyFile;
import io.cmesh.kernel.assembly.RoleInstance;
import io.cmesh.kernel.snapshot.SnapshotHeader;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Replaces providers: open, flip, close. Where data moves, writes wait meanwhile (none is refused)
 * and reads go on; a newcomer that cannot be opened or does not come to the same digest is turned
 * away, and the old one goes on.
 */
final class Swaps {
  private final Kernel kernel;
  private final Installer installer;
  private final WantedFile wanted;
  private final Returns returns;
  private final Retirement retirement;

  Swaps(Kernel kernel, Installer installer) {
    this.kernel = kernel;
    this.installer = installer;
    this.returns = new Returns(kernel);
    this.retirement = new Retirement(kernel);
    retirement.sweepAtStart();
    Platform platform = kernel.platform();
    this.wanted = new WantedFile(platform.disk(), platform.configuration().home());
  }

  /** Replaces a role's provider. */
  CompletionStage<Void> swap(Role role, String provider) {
    boolean same =
        kernel
            .assemblies()
            .current()
            .instance(role)
            .filter(i -> i.descriptor().name().equals(provider))
            .isPresent();
    if (same) {
      throw new MeshException(
          Status.CONFLICT, "CMESH-SWP-001", role.text() + " is filled by " + provider + " already");
    }
    CompletionStage<Void> done =
        provider.equals(Wanted.NOBODY)
            ? emptied(role)
            : installed(role, provider).thenCompose(there -> replace(role, provider));
    return done.thenRun(() -> wanted.set(role, provider));
  }

  // Nobody fills it from now on: what needs it is answered 503.
  private CompletionStage<Void> emptied(Role role) {
    if (!Wanted.mayBeEmpty(role)) {
      throw new MeshException(
          Status.BAD_REQUEST,
          "CMESH-SWP-006",
          role.text()
              + ": none (expected: a provider; only "
              + Wanted.thatMayBeEmpty()
              + " may be empty)",
          "Name a provider that cmesh provider list shows for it.");
    }
    if (kernel.assemblies().current().instance(role).isEmpty()) {
      throw new MeshException(
          Status.CONFLICT, "CMESH-SWP-001", role.text() + " is filled by nobody already");
    }
    return held(() -> empty(role));
  }

  private void empty(Role role) {
    // Nothing in the log may need it any more, at a start after a crash.
    kernel.snapshots().save(kernel.assemblies().current());
    Assembly before = kernel.assemblies().remove(role);
    RoleInstance old = before.instance(role).orElseThrow();
    try {
      kernel.persist();
    } catch (RuntimeException e) {
      kernel.assemblies().install(old);
      throw e;
    }
    retirement.retire(before, old);
  }

  private CompletionStage<Void> installed(Role role, String provider) {
    if (kernel.openings().providers().find(role, provider).isPresent()) {
      return CompletableFuture.completedFuture(null);
    }
    Executor pool = kernel.platform().scheduler().pool();
    return CompletableFuture.runAsync(() -> installer.install(role, provider), pool);
  }

  private CompletionStage<Void> replace(Role role, String provider) {
    Optional<AssemblyFile.Entry> left = kernel.left(role);
    if (left.isPresent()) {
      return returns.back(role, provider, left.get());
    }
    return switch (role) {
      case STATE -> replaceState(provider, this::copy, false);
      case CONSENSUS -> held(() -> replaceLog(provider));
      case EVENTS -> throw noHandOver(role, provider);
      default -> held(() -> replaceStateless(role, provider));
    };
  }

  private static MeshException noHandOver(Role role, String provider) {
    return new MeshException(
        Status.CONFLICT,
        "CMESH-SWP-002",
        "the streams of " + role.text() + " cannot be handed over to " + provider + " yet",
        "Choose it for a new home: cmesh up --home DIR --set io.cmesh.roles."
            + role.text()
            + "="
            + provider);
  }

  /**
   * Replaces all replicated data by that of a verified snapshot, in a new instance of the same
   * provider.
   */
  CompletionStage<Void> restore(Path snapshot, SnapshotHeader header) {
    String provider =
        kernel.assemblies().current().instance(Role.STATE).orElseThrow().descriptor().name();
    boolean foreign = !header.node().equals(kernel.openings().keys().nodeDid());
    // What waits in the outbox goes with the state; who was answered may wait for its event.
    return kernel
        .pump()
        .caughtUp()
        .exceptionally(stuck -> null)
        .thenCompose(
            out ->
                replaceState(
                    provider, store -> kernel.snapshots().load(store, snapshot, header), foreign));
  }

  // Between two groups, with nothing on its way to the log: the log's last position belongs to the
  // state as it is.
  private CompletionStage<Void> held(Runnable change) {
    return held(change, () -> kernel.applier().reached(lastPosition()));
  }

  private CompletionStage<Void> held(Runnable change, Supplier<CompletionStage<Void>> applied) {
    return kernel
        .sequencer()
        .hold()
        .thenCompose(idle -> applied.get())
        .thenCompose(done -> kernel.applier().between(change))
        .whenComplete((done, failure) -> kernel.sequencer().release());
  }

  // A store that takes no more (it is full) must be replaceable all the same: what waits in the log
  // is applied to the newcomer.
  private CompletionStage<Void> appliedOrStalled() {
    return kernel
        .applier()
        .reached(lastPosition())
        .exceptionallyCompose(
            stuck ->
                kernel.applier().health().grade() == Health.Grade.DOWN
                    ? CompletableFuture.failedFuture(stuck)
                    : CompletableFuture.completedFuture(null));
  }

  private long lastPosition() {
    return kernel.assemblies().current().consensus().lastPosition();
  }

  private void replaceStateless(Role role, String provider) {
    flip(kernel.openings().open(role, provider, kernel.nextDirectory(role, provider)));
  }

  private CompletionStage<Void> replaceState(
      String provider, Consumer<StateStore> fill, boolean foreign) {
    return held(
        () -> {
          RoleInstance fresh =
              kernel
                  .openings()
                  .open(Role.STATE, provider, kernel.nextDirectory(Role.STATE, provider));
          try {
            StateStore store = (StateStore) fresh.service();
            fill.accept(store);
            kernel.continueAt(store, foreign);
          } catch (RuntimeException e) {
            retirement.turnAway(fresh);
            throw e;
          }
          flip(fresh);
          kernel.snapshots().forgetUnlessNeeded((StateStore) fresh.service());
        },
        this::appliedOrStalled);
  }

  private void copy(StateStore to) {
    try (StateSnapshot snapshot = kernel.assemblies().current().store().snapshot();
        Scan all = snapshot.all()) {
      to.load(snapshot.index(), all);
      Bytes digest = to.digest();
      if (!digest.equals(snapshot.digest())) {
        throw new MeshException(
            Status.CONFLICT,
            "CMESH-SWP-003",
            "the newcomer's data come to "
                + digest.hex()
                + " (expected: "
                + snapshot.digest().hex()
                + ")",
            "The newcomer is at fault; the old provider goes on.");
      }
    }
  }

  private void replaceLog(String provider) {
    Assembly before = kernel.assemblies().current();
    // All of the old log must be in durable state before the new one counts.
    kernel.snapshots().save(before);
    RoleInstance fresh =
        kernel
            .openings()
            .open(Role.CONSENSUS, provider, kernel.nextDirectory(Role.CONSENSUS, provider));
    if (((Consensus) fresh.service()).lastPosition() != 0) {
      retirement.turnAway(fresh);
      throw new MeshException(
          Status.CONFLICT,
          "CMESH-SWP-004",
          "the newcomer's log is not empty (expected: a new log)");
    }
    flip(fresh);
    kernel.startLog();
  }

  private void flip(RoleInstance fresh) {
    Assembly before = kernel.assemblies().install(Kernel.activate(fresh));
    try {
      kernel.persist();
    } catch (RuntimeException e) {
      before.instance(fresh.role()).ifPresent(kernel.assemblies()::install);
      retirement.turnAway(fresh);
      throw e;
    }
    before.instance(fresh.role()).ifPresent(old -> retirement.retire(before, old));
  }
}
