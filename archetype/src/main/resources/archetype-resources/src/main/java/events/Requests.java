package ${package};

import io.cmesh.api.Bytes;
import io.cmesh.api.Cancellable;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import io.cmesh.api.provider.Scheduler;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** Questions and those who answer them, in turn. Thread-safe. */
final class Requests {
  private final Scheduler scheduler;
  private final AtomicLong turn = new AtomicLong();
  private final Map<String, List<Function<Bytes, CompletionStage<Bytes>>>> responders =
      new ConcurrentHashMap<>();

  Requests(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  Cancellable serve(String subject, Function<Bytes, CompletionStage<Bytes>> responder) {
    // A responder of its own each time: the same one may serve twice.
    Function<Bytes, CompletionStage<Bytes>> mine = payload -> responder.apply(payload);
    List<Function<Bytes, CompletionStage<Bytes>>> all =
        responders.computeIfAbsent(subject, any -> new CopyOnWriteArrayList<>());
    all.add(mine);
    return () -> all.remove(mine);
  }

  CompletionStage<Bytes> ask(String subject, Bytes payload, Duration timeout) {
    List<Function<Bytes, CompletionStage<Bytes>>> all =
        List.copyOf(responders.getOrDefault(subject, List.of()));
    CompletableFuture<Bytes> reply = new CompletableFuture<>();
    if (all.isEmpty()) {
      reply.completeExceptionally(
          MemoryBus.refused(Status.UNAVAILABLE, subject + ": nobody serves it"));
      return reply;
    }
    Cancellable late =
        scheduler.after(
            timeout,
            () ->
                reply.completeExceptionally(
                    MemoryBus.refused(Status.TIMEOUT, subject + ": no reply in " + timeout)));
    reply.whenComplete((done, failed) -> late.close());
    int chosen = (int) Math.floorMod(turn.getAndIncrement(), (long) all.size());
    scheduler.pool().execute(() -> answer(all.get(chosen), payload, reply));
    return reply;
  }

  private static void answer(
      Function<Bytes, CompletionStage<Bytes>> responder,
      Bytes payload,
      CompletableFuture<Bytes> reply) {
    try {
      responder
          .apply(payload)
          .whenComplete(
              (done, failed) -> {
                if (failed == null) {
                  reply.complete(done);
                } else {
                  reply.completeExceptionally(typed(failed));
                }
              });
    } catch (RuntimeException e) {
      reply.completeExceptionally(typed(e));
    }
  }

  private static MeshException typed(Throwable failed) {
    Throwable cause =
        failed instanceof CompletionException && failed.getCause() != null
            ? failed.getCause()
            : failed;
    return cause instanceof MeshException known
        ? known
        : MemoryBus.refused(Status.INTERNAL, "the responder failed: " + cause.getMessage());
  }
}
