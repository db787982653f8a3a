package io.cmesh.kernel.swap;

import io.cmesh.api.consensus.Consensus;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import io.cmesh.kernel.assembly.Assembly;
import io.cmesh.kernel.assembly.RoleInstance;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves to another log: the old one is sealed by its last command, the new one begins a new epoch
 * behind it. Nothing is copied: until the state is durable beyond the seal, a start reads the old
 * log, then the new one. Commands that come meanwhile wait for the new log. The newcomer must
 * commit a first command before anybody else's; where it does not, the old one goes on.
 */
final class LogMove implements Move {
  private static final Logger LOG = LoggerFactory.getLogger(LogMove.class);
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final CompletionStage<Void> DONE = CompletableFuture.completedFuture(null);

  private final NodeParts parts;
  private final RoleInstance newcomer;
  private final Flip flip;
  private volatile long holdMillis;

  LogMove(NodeParts parts, Assembly before, RoleInstance newcomer, Faults faults) {
    this.parts = parts;
    this.newcomer = newcomer;
    this.flip = new Flip(parts, before, newcomer, faults);
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
        .thenCompose(done -> parts.applier().between(flip::over))
        .thenCompose(flipped -> begin().handle(this::begun).thenCompose(stage -> stage))
        .whenComplete(
            (done, failure) -> {
              parts.sequencer().release();
              holdMillis = parts.clock().millis() - began;
            });
  }

  private CompletionStage<Void> begin() {
    return parts.applier().between(parts::startLog).thenCompose(started -> parts.beginEpoch());
  }

  // Before anybody's command is in the newcomer there is a way back.

  private CompletionStage<Void> begun(@Nullable Void done, @Nullable Throwable failure) {
    if (failure == null) {
      return DONE;
    }
    return oldGoesOn().thenCompose(back -> CompletableFuture.failedFuture(failure));
  }

  // Commands wait for as long as assembly.json cannot say which log they are in.
  private CompletionStage<Void> oldGoesOn() {
    return parts
        .applier()
        .between(
            () -> {
              flip.back();
              parts.continueLog();
            })
        .exceptionallyCompose(
            failure -> {
              LOG.error("the old log cannot go on yet; it is tried again every second", failure);
              CompletableFuture<Void> later = new CompletableFuture<>();
              parts.scheduler().after(RETRY, () -> later.complete(null));
              return later.thenCompose(now -> oldGoesOn());
            });
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
