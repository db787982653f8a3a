package io.cmesh.events.local;

import io.cmesh.api.Bytes;
import io.cmesh.api.Cancellable;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.events.Subjects;
import io.cmesh.api.provider.Scheduler;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Requests and replies, in memory. Every queue that serves a subject gets each request, by one of
 * its responders in turn; the first reply counts. Thread-safe.
 */
final class RequestReply {
  private final Scheduler scheduler;
  private final Map<String, List<Queue>> bySubject = new ConcurrentHashMap<>();

  RequestReply(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  CompletionStage<Bytes> request(String subject, Bytes payload, Duration timeout) {
    List<Queue> queues = bySubject.getOrDefault(Subjects.check(subject), List.of());
    CompletableFuture<Bytes> reply = new CompletableFuture<>();
    boolean asked = false;
    for (Queue queue : queues) {
      Responder responder = queue.next();
      if (responder != null) {
        asked = true;
        scheduler.pool().execute(() -> ask(subject, responder, payload, reply));
      }
    }
    if (!asked) {
      return CompletableFuture.failedFuture(EventErrors.nobodyServes(subject));
    }
    Cancellable timer =
        scheduler.after(
            timeout, () -> reply.completeExceptionally(EventErrors.noReply(subject, timeout)));
    reply.whenComplete((any, failure) -> timer.close());
    return reply;
  }

  private static void ask(
      String subject, Responder responder, Bytes payload, CompletableFuture<Bytes> reply) {
    try {
      responder
          .function
          .apply(payload)
          .whenComplete(
              (bytes, failure) -> {
                if (failure == null) {
                  reply.complete(bytes);
                } else {
                  reply.completeExceptionally(typed(subject, failure));
                }
              });
    } catch (RuntimeException e) {
      reply.completeExceptionally(typed(subject, e));
    }
  }

  private static Throwable typed(String subject, Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause instanceof MeshException ? cause : EventErrors.responderFailed(subject, cause);
  }

  Cancellable serve(
      String subject, String queue, Function<Bytes, CompletionStage<Bytes>> function) {
    Responder responder = new Responder(function);
    bySubject.compute(
        Subjects.check(subject),
        (any, queues) -> {
          List<Queue> list = queues == null ? new CopyOnWriteArrayList<>() : queues;
          of(list, queue).responders.add(responder);
          return list;
        });
    return () -> end(subject, responder);
  }

  private static Queue of(List<Queue> queues, String name) {
    for (Queue queue : queues) {
      if (queue.name.equals(name)) {
        return queue;
      }
    }
    Queue queue = new Queue(name);
    queues.add(queue);
    return queue;
  }

  private void end(String subject, Responder responder) {
    bySubject.computeIfPresent(
        subject,
        (any, queues) -> {
          queues.forEach(queue -> queue.responders.remove(responder));
          queues.removeIf(queue -> queue.responders.isEmpty());
          return queues.isEmpty() ? null : queues;
        });
  }

  /** Ends all serving. */
  void close() {
    bySubject.clear();
  }

  /** A responder; by identity, so that the same function may serve twice. */
  private static final class Responder {
    private final Function<Bytes, CompletionStage<Bytes>> function;

    private Responder(Function<Bytes, CompletionStage<Bytes>> function) {
      this.function = function;
    }
  }

  private static final class Queue {
    private final String name;
    private final List<Responder> responders = new CopyOnWriteArrayList<>();
    private final AtomicInteger turn = new AtomicInteger();

    private Queue(String name) {
      this.name = name;
    }

    /** Whose turn it is; null where the last one has just gone. */
    private @Nullable Responder next() {
      Object[] now = responders.toArray();
      return now.length == 0
          ? null
          : (Responder) now[Math.floorMod(turn.getAndIncrement(), now.length)];
    }
  }
}
