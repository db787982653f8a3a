package io.cmesh.kernel.node;

import io.cmesh.api.Cancellable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A subscription of somebody, and who looks whether it may go on. Ended once, by whoever comes
 * first. Thread-safe.
 */
final class Following implements Cancellable {
  private final Cancellable subscription;
  private final AtomicBoolean ended = new AtomicBoolean();
  private volatile @Nullable Cancellable watch;

  Following(Cancellable subscription) {
    this.subscription = subscription;
  }

  /** Ends this too. */
  void watch(Cancellable watching) {
    watch = watching;
    if (ended.get()) {
      watching.close();
    }
  }

  /** Ends it; true where this call did. */
  boolean end() {
    if (!ended.compareAndSet(false, true)) {
      return false;
    }
    Cancellable watching = watch;
    if (watching != null) {
      watching.close();
    }
    subscription.close();
    return true;
  }

  @Override
  public void close() {
    end();
  }
}
