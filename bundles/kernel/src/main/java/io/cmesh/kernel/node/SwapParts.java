package io.cmesh.kernel.node;

import io.cmesh.api.Cancellable;
import io.cmesh.api.command.Applied;
import io.cmesh.api.command.CommandDraft;
import io.cmesh.api.events.StreamSpec;
import io.cmesh.api.provider.Disk;
import io.cmesh.api.provider.Role;
import io.cmesh.api.provider.Scheduler;
import io.cmesh.api.state.StateSnapshot;
import io.cmesh.kernel.assembly.Assemblies;
import io.cmesh.kernel.assembly.Openings;
import io.cmesh.kernel.assembly.RoleInstance;
import io.cmesh.kernel.handlers.epochs.EpochBegin;
import io.cmesh.kernel.handlers.epochs.EpochSeal;
import io.cmesh.kernel.order.Applier;
import io.cmesh.kernel.order.Sequencer;
import io.cmesh.kernel.swap.NodeParts;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The kernel as swaps see it. */
final class SwapParts implements NodeParts {
  private static final Logger LOG = LoggerFactory.getLogger(SwapParts.class);
  private static final Duration OWN_LIMIT = Duration.ofSeconds(10);

  /** Writes wait for a new log's first command, which a good one has on disk in milliseconds. */
  private static final Duration BEGIN_LIMIT = Duration.ofSeconds(3);

  private final Kernel kernel;

  SwapParts(Kernel kernel) {
    this.kernel = kernel;
  }

  @Override
  public Assemblies assemblies() {
    return kernel.assemblies();
  }

  @Override
  public Openings openings() {
    return kernel.openings();
  }

  @Override
  public Applier applier() {
    return kernel.applier();
  }

  @Override
  public Sequencer sequencer() {
    return kernel.sequencer();
  }

  @Override
  public Scheduler scheduler() {
    return kernel.platform().scheduler();
  }

  @Override
  public Clock clock() {
    return kernel.platform().clock();
  }

  @Override
  public Disk disk() {
    return kernel.platform().disk();
  }

  @Override
  public Path data() {
    return kernel.platform().configuration().home().resolve("data");
  }

  @Override
  public List<StreamSpec> streams() {
    return kernel.streams();
  }

  @Override
  public String nextDirectory(Role role, String provider) {
    return kernel.book().next(role, provider);
  }

  @Override
  public void persist() {
    kernel.book().persist();
  }

  @Override
  public Cancellable keepLog() {
    return kernel.snapshots().keepLog();
  }

  @Override
  public void ownSnapshot(StateSnapshot snapshot) {
    kernel.snapshots().own(snapshot);
  }

  @Override
  public void forgetOwnSnapshot() {
    kernel.snapshots().forgetUnlessNeeded(kernel.assemblies().current().store());
  }

  @Override
  public CompletionStage<Void> seal(RoleInstance next) {
    return own(EpochSeal.draft(next.descriptor().name()), OWN_LIMIT);
  }

  @Override
  public CompletionStage<Void> beginEpoch() {
    return own(EpochBegin.draft(), BEGIN_LIMIT);
  }

  private CompletionStage<Void> own(CommandDraft draft, Duration limit) {
    CompletableFuture<Applied> applied =
        kernel
            .sequencer()
            .submitHeld(kernel.command(draft, kernel.freshId()))
            .toCompletableFuture();
    return applied
        .orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS)
        .thenAccept(done -> LOG.info("{} is done at index {}", draft.type(), done.index()));
  }

  @Override
  public void startLog() {
    kernel.follower().start();
  }

  @Override
  public void continueLog() {
    kernel.follower().goOn();
  }

  @Override
  public void retired(RoleInstance instance) {
    kernel.book().retired(instance);
  }

  @Override
  public void discard(String directory) {
    kernel.book().discard(directory);
  }

  @Override
  public double heapFull() {
    return Heap.full();
  }
}
