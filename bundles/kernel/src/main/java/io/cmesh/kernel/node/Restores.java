package io.cmesh.kernel.node;

import io.cmesh.api.Bytes;
import io.cmesh.api.provider.Health;
import io.cmesh.api.provider.Role;
import io.cmesh.api.state.Scan;
import io.cmesh.api.state.StateBatch;
import io.cmesh.api.state.StateStore;
import io.cmesh.api.state.StateWrite;
import io.cmesh.kernel.assembly.Assembly;
import io.cmesh.kernel.assembly.Life;
import io.cmesh.kernel.assembly.RoleInstance;
import io.cmesh.kernel.order.Head;
import io.cmesh.kernel.outbox.OutboxRecord;
import io.cmesh.kernel.snapshot.SnapshotHeader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
    String directory = kernel.book().next(Role.STATE, provider);
    RoleInstance fresh = kernel.openings().open(Role.STATE, provider, directory);
    StateStore store = (StateStore) fresh.service();
    try {
      kernel.snapshots().load(store, snapshot, header);
      boolean foreign = !header.node().equals(kernel.openings().keys().nodeDid());
      continueAt(store, foreign);
    } catch (RuntimeException e) {
      turnAway(fresh);
      throw e;
    }
    Assembly before = kernel.assemblies().install(Kernel.activate(fresh));
    try {
      kernel.book().persistWithoutSealed();
    } catch (RuntimeException e) {
      kernel.assemblies().install(old, before.cachedState().orElse(null));
      turnAway(fresh);
      throw e;
    }
    kernel.retire(before, old);
    kernel.snapshots().forgetUnlessNeeded(store);
  }

  /**
   * Makes a newly loaded state go on where this node has applied the active log up to, not where
   * the log stood that it came from. Between two groups only.
   *
   * @param foreign whether the state is another node's
   */
  private void continueAt(StateStore store, boolean foreign) {
    Head head = Head.read(store);
    Head before = Head.read(kernel.assemblies().current().store());
    String log = kernel.assemblies().current().instance(Role.CONSENSUS).orElseThrow().directory();
    StateBatch next = head.nextEpoch(log, kernel.applier().position(), before);
    List<StateWrite> writes = new ArrayList<>();
    // What the state came from may have had another log under a name that is yet to be given here.
    forget(store, Head.LOCAL, next.index(), writes);
    if (foreign) {
      // Another node has published what waits there, or will: its events are not this node's.
      forget(store, OutboxRecord.NAMESPACE, next.index(), writes);
    }
    writes.addAll(next.entries());
    store.commit(new StateBatch(next.index(), writes));
    store.flush();
    if (store.durableIndex() < store.index()) {
      kernel.snapshots().own(store);
    }
  }

  private static void forget(
      StateStore store, String namespace, long index, List<StateWrite> writes) {
    try (Scan scan = store.scan(namespace, Bytes.EMPTY, null)) {
      scan.forEachRemaining(e -> writes.add(new StateWrite(e.namespace(), e.key(), null, index)));
    }
  }

  private void turnAway(RoleInstance fresh) {
    fresh.life().to(Life.State.DRAINING);
    try {
      fresh.instance().close();
      fresh.life().to(Life.State.CLOSED);
      kernel.book().discard(fresh.directory());
    } catch (RuntimeException e) {
      LOG.error("{} was turned away and could not be closed", fresh.directory(), e);
    }
  }
}
