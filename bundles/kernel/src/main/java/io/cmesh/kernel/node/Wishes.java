package io.cmesh.kernel.node;

import io.cmesh.api.Cancellable;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.provider.Scheduler;
import io.cmesh.kernel.order.Failures;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the node's configuration asks for, done one after another; while somebody else is at it, it
 * waits. Thread-safe.
 */
final class Wishes implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Wishes.class);
  private static final Duration PATIENCE = Duration.ofMillis(500);
  private static final Set<String> BUSY = Set.of("CMESH-ADM-002", "CMESH-SWP-010");

  private final Scheduler scheduler;
  private final Map<String, Supplier<CompletionStage<?>>> waiting = new LinkedHashMap<>();
  private boolean asking;
  private boolean closed;
  private Cancellable later = () -> {};

  Wishes(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  /**
   * Does it when its turn has come; what waits already under the same text is done once.
   *
   * @param text for the log, as {@code state: memory}
   */
  void add(String text, Supplier<CompletionStage<?>> operation) {
    synchronized (this) {
      waiting.put(text, operation);
    }
    next();
  }

  private void next() {
    Map.Entry<String, Supplier<CompletionStage<?>>> wish;
    synchronized (this) {
      if (asking || closed || waiting.isEmpty()) {
        return;
      }
      wish = Map.entry(waiting.keySet().iterator().next(), waiting.values().iterator().next());
      waiting.remove(wish.getKey());
      asking = true;
    }
    begun(wish.getValue())
        .whenComplete(
            (done, failure) -> ended(wish, failure == null ? null : Failures.of(failure)));
  }

  private static CompletionStage<?> begun(Supplier<CompletionStage<?>> operation) {
    try {
      return operation.get();
    } catch (MeshException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void ended(
      Map.Entry<String, Supplier<CompletionStage<?>>> wish, @Nullable MeshException failure) {
    boolean again = failure != null && BUSY.contains(failure.code());
    synchronized (this) {
      asking = false;
      if (again && !closed) {
        waiting.putIfAbsent(wish.getKey(), wish.getValue());
        later = scheduler.after(PATIENCE, this::next);
      }
    }
    if (failure != null && !again) {
      LOG.error("the configuration asks for {}, in vain: {}", wish.getKey(), failure.text());
    }
    if (!again) {
      next();
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    later.close();
  }
}
