package io.cmesh.kernel.swap;

import io.cmesh.api.consensus.Consensus;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import io.cmesh.kernel.assembly.Assembly;
import io.cmesh.kernel.assembly.RoleInstance;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Moves to another log: the old one is sealed by its last command, the new one begins a new epoch
 * behind it. Nothing is copied: until the state is durable beyond the seal, a start reads the old
 * log, then the new one. Commands that come meanwhile wait for the new log. The newcomer must
 * commit a first command before anybody else's; where it does not, the old one goes on.
 */
final class LogMove implements Move {
  private static final CompletionStage<Void> DONE = CompletableFuture.completedFuture(null);

  private final NodeParts parts;
  private final RoleInstance newcomer;
  private final Flip flip;
  private volatile long holdMillis;

  LogMove(NodeParts parts, Assembly before, RoleInstance newcomer) {
    this.parts = parts;
    this.newcomer = newcomer;
    this.flip = new Flip(parts, before, newcomer);
  }

  @Override
  public CompletionStage<Void> copy() {
    if (((Consensus) newcomer.service()).lastPosition() != 0) {
      throw new MeshException(
          Status.CONFLICT,
          "CMESH-SWP-004",
          "the newcomer's log is not empty (expected: a new log)");
    }
    return DONE;
  }

  @Override
  public CompletionStage<Void> verify() {
    return DONE;
  }

  @Override
  public CompletionStage<Void> flip() {
    long began = parts.clock().millis();
    return parts
        .sequencer()
        .hold()
        .thenCompose(idle -> parts.seal(newcomer))
        .thenCompose(done -> parts.applier().between(this::over))
        .thenCompose(flipped -> firstCommand())
        .whenComplete(
            (done, failure) -> {
              parts.sequencer().release();
              holdMillis = parts.clock().millis() - began;
            });
  }

  private void over() {
    flip.over();
    parts.startLog();
  }

  // Before anybody's command is in the newcomer there is a way back.
  private CompletionStage<Void> firstCommand() {
    return parts.beginEpoch().handle(this::begun).thenCompose(stage -> stage);
  }

  private CompletionStage<Void> begun(@Nullable Void done, @Nullable Throwable failure) {
    if (failure == null) {
      return DONE;
    }
    return parts
        .applier()
        .between(
            () -> {
              flip.back();
              parts.continueLog();
            })
        .thenCompose(back -> CompletableFuture.failedFuture(failure));
  }

  @Override
  public CompletionStage<Void> back() {
    return CompletableFuture.failedFuture(
        new IllegalStateException("a log that was sealed cannot go on (expected: another swap)"));
  }

  /** Never: the newcomer has committed by now; the way back is another seal. */
  @Override
  public boolean canGoBack() {
    return false;
  }

  @Override
  public boolean isInUse(RoleInstance replaced) {
    return false;
  }

  @Override
  public CompletionStage<Void> end() {
    return DONE;
  }

  @Override
  public Progress progress() {
    return Progress.NONE;
  }

  @Override
  public long holdMillis() {
    return holdMillis;
  }
}
