package io.cmesh.kernel.swap;

import io.cmesh.kernel.assembly.Assembly;
import io.cmesh.kernel.assembly.RoleInstance;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A role whose providers only read: a flip is all there is to do. */
final class StatelessMove implements Move {
  private static final CompletionStage<Void> DONE = CompletableFuture.completedFuture(null);

  private final Flip flip;

  StatelessMove(NodeParts parts, Assembly before, RoleInstance newcomer, Faults faults) {
    this.flip = new Flip(parts, before, newcomer, faults);
  }

  @Override
  public CompletionStage<Void> copy() {
    return DONE;
  }

  @Override
  public CompletionStage<Void> verify() {
    return DONE;
  }

  @Override
  public CompletionStage<Void> flip() {
    flip.over();
    return DONE;
  }

  @Override
  public CompletionStage<Void> back() {
    try {
      flip.back();
      return DONE;
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public boolean canGoBack() {
    return flip.canGoBack();
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
    return 0;
  }
}
