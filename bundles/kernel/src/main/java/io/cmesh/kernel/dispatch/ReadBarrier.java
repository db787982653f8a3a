package io.cmesh.kernel.dispatch;

import io.cmesh.api.provider.Role;
import io.cmesh.kernel.assembly.RoleInstance;
import io.cmesh.kernel.order.Applier;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Lets a read wait until this node has applied everything that was committed before the read began.
 * Thread-safe.
 */
final class ReadBarrier {
  private static final CompletionStage<Void> NOW = CompletableFuture.completedFuture(null);

  private final Applier applier;

  ReadBarrier(Applier applier) {
    this.applier = applier;
  }

  /** Completes once the read may go on; at once where it said {@code Prefer: stale}. */
  CompletionStage<Void> await(Passage p) {
    if (isStale(p)) {
      return NOW;
    }
    CompletableFuture<Long> barrier = p.assembly().consensus().readBarrier().toCompletableFuture();
    if (barrier.isDone() && !barrier.isCompletedExceptionally()) {
      long position = barrier.join();
      return position <= applier.position() ? NOW : reached(p, position);
    }
    return barrier.thenCompose(position -> reached(p, position));
  }

  // What this node cannot apply, nobody was told of where it is alone: reads go on without it.
  private CompletionStage<Void> reached(Passage p, long position) {
    String log = p.assembly().instance(Role.CONSENSUS).map(RoleInstance::directory).orElse("");
    return applier
        .reached(log, position)
        .exceptionallyCompose(
            stuck -> p.assembly().consensus().members().size() == 1 ? NOW : failed(stuck));
  }

  private static CompletionStage<Void> failed(Throwable stuck) {
    return CompletableFuture.failedFuture(stuck);
  }

  private static boolean isStale(Passage p) {
    String prefer = p.message().headers().request().get("prefer");
    return prefer != null && prefer.contains("stale");
  }
}
