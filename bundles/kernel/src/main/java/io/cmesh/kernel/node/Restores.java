package io.cmesh.kernel.node;

import io.cmesh.api.provider.Health;
import io.cmesh.api.provider.Role;
import io.cmesh.api.state.StateStore;
import io.cmesh.kernel.assembly.Assembly;
import io.cmesh.kernel.assembly.Life;
import io.cmesh.kernel.assembly.RoleInstance;
import io.cmesh.kernel.snapshot.SnapshotHeader;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces all replicated data by that of a snapshot, in a new instance of the provider that holds
 * them: writes wait meanwhile, reads go on.
 */
final class Restores {
  private static final Logger LOG = LoggerFactory.getLogger(Restores.class);

  private final Kernel kernel;

  Restores(Kernel kernel) {
    this.kernel = kernel;
  }

  /** Completes once the snapshot's data are what the node serves. */
  CompletionStage<Void> restore(Path snapshot, SnapshotHeader header) {
    return kernel
        .sequencer()
        .hold()
        .thenCompose(idle -> appliedOrStalled())
        // What waits in the outbox goes with the state; who was answered may wait for its event.
        .thenCompose(applied -> kernel.pump().caughtUp().exceptionally(stuck -> null))
        .thenCompose(done -> kernel.applier().between(() -> replace(snapshot, header)))
        .whenComplete((done, failure) -> kernel.sequencer().release());
  }

  // A store that takes no more (it is full) must be replaceable all the same: what waits in the log
  // is applied to the newcomer.
  private CompletionStage<Void> appliedOrStalled() {
    return kernel
        .applier()
        .reached(kernel.assemblies().current().consensus().lastPosition())
        .exceptionallyCompose(
            stuck ->
                kernel.applier().health().grade() == Health.Grade.DOWN
                    ? CompletableFuture.failedFuture(stuck)
                    : CompletableFuture.completedFuture(null));
  }

  private void replace(Path snapshot, SnapshotHeader header) {
    RoleInstance old = kernel.assemblies().current().instance(Role.STATE).orElseThrow();
    String provider = old.descriptor().name();
    String directory = kernel.nextDirectory(Role.STATE, provider);
    RoleInstance fresh = kernel.openings().open(Role.STATE, provider, directory);
    StateStore store = (StateStore) fresh.service();
    try {
      kernel.snapshots().load(store, snapshot, header);
      boolean foreign = !header.node().equals(kernel.openings().keys().nodeDid());
      kernel.continueAt(store, foreign);
    } catch (RuntimeException e) {
      turnAway(fresh);
      throw e;
    }
    Assembly before = kernel.assemblies().install(Kernel.activate(fresh));
    try {
      kernel.persist();
    } catch (RuntimeException e) {
      kernel.assemblies().install(old, before.cachedState().orElse(null));
      turnAway(fresh);
      throw e;
    }
    kernel.retire(before, old);
    kernel.snapshots().forgetUnlessNeeded(store);
  }

  private void turnAway(RoleInstance fresh) {
    fresh.life().to(Life.State.DRAINING);
    try {
      fresh.instance().close();
      fresh.life().to(Life.State.CLOSED);
      kernel.discard(fresh);
    } catch (RuntimeException e) {
      LOG.error("{} was turned away and could not be closed", fresh.directory(), e);
    }
  }
}
