package io.cmesh.kernel.swap;

import io.cmesh.api.Cancellable;
import io.cmesh.kernel.assembly.Life;
import io.cmesh.kernel.assembly.RoleInstance;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes an instance once nobody uses it, or leaves it open for good. */
final class Retire {
  private static final Logger LOG = LoggerFactory.getLogger(Retire.class);
  private static final Duration LOOK = Duration.ofMillis(20);

  private final NodeParts parts;
  private final Duration limit;

  Retire(NodeParts parts, Duration limit) {
    this.parts = parts;
    this.limit = limit;
  }

  /** Completes with true once nobody uses {@code loser}, with false after the limit. */
  CompletionStage<Boolean> drain(BooleanSupplier inUse, RoleInstance loser) {
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    Cancellable deadline = parts.scheduler().after(limit, () -> done.complete(false));
    Cancellable look =
        parts
            .scheduler()
            .every(
                LOOK,
                () -> {
                  if (!inUse.getAsBoolean() && !parts.assemblies().isPinned(loser)) {
                    done.complete(true);
                  }
                });
    done.whenComplete(
        (drained, failure) -> {
          deadline.close();
          look.close();
        });
    return done;
  }

  /** Closes it, or quarantines it where somebody still uses it. */
  void end(RoleInstance loser, boolean drained, boolean discard) {
    if (!drained) {
      // Closing an engine under a running call could bring the process down.
      loser.life().to(Life.State.QUARANTINED);
      LOG.warn("{} is still in use after {} s, stays open", loser.directory(), limit.toSeconds());
      return;
    }
    close(parts, loser, discard);
  }

  static void close(NodeParts parts, RoleInstance loser, boolean discard) {
    try {
      loser.instance().close();
      loser.life().to(Life.State.CLOSED);
      LOG.info("{} is closed", loser.directory());
    } catch (RuntimeException | LinkageError e) {
      LOG.error("{} could not be closed", loser.directory(), e);
      return;
    }
    if (discard) {
      parts.discard(loser.directory());
    } else {
      parts.retired(loser);
    }
  }
}
