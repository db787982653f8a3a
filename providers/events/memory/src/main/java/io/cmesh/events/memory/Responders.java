package io.cmesh.events.memory;

import io.cmesh.api.Bytes;
import io.cmesh.api.Cancellable;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.provider.Scheduler;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who answers requests: for each subject a list that is replaced when one comes or goes. Each queue
 * of a subject is asked, one of its responders in turn; the first reply counts. Thread-safe.
 */
final class Responders {
  private final Scheduler scheduler;
  private final Map<String, List<Responder>> bySubject = new ConcurrentHashMap<>();
  private final AtomicInteger turn = new AtomicInteger();

  Responders(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  /** One who answers; by identity, so that a function may serve twice. */
  private static final class Responder {
    private final String queue;
    private final Function<Bytes, CompletionStage<Bytes>> function;

    private Responder(String queue, Function<Bytes, CompletionStage<Bytes>> function) {
      this.queue = queue;
      this.function = function;
    }

    private CompletionStage<Bytes> answer(Bytes payload) {
      try {
        return function.apply(payload);
      } catch (RuntimeException e) {
        return CompletableFuture.failedFuture(e);
      }
    }
  }

  Cancellable serve(
      String subject, String queue, Function<Bytes, CompletionStage<Bytes>> function) {
    Responder responder = new Responder(queue, function);
    bySubject.merge(
        subject,
        List.of(responder),
        (before, one) -> Stream.concat(before.stream(), one.stream()).toList());
    return () -> leave(subject, responder);
  }

  private void leave(String subject, Responder responder) {
    bySubject.computeIfPresent(
        subject,
        (any, before) -> {
          List<Responder> after = before.stream().filter(each -> each != responder).toList();
          return after.isEmpty() ? null : after;
        });
  }

  CompletionStage<Bytes> request(String subject, Bytes payload, Duration timeout) {
    List<Responder> serving = bySubject.getOrDefault(subject, List.of());
    if (serving.isEmpty()) {
      return CompletableFuture.failedFuture(Refusals.nobodyServes(subject));
    }
    CompletableFuture<Bytes> reply = new CompletableFuture<>();
    Cancellable timer =
        scheduler.after(
            timeout, () -> reply.completeExceptionally(Refusals.noReply(subject, timeout)));
    reply.whenComplete((any, failure) -> timer.close());
    oneOfEachQueue(serving)
        .forEach(
            responder -> scheduler.pool().execute(() -> ask(subject, responder, payload, reply)));
    return reply;
  }

  private Stream<Responder> oneOfEachQueue(List<Responder> serving) {
    int now = turn.getAndIncrement();
    Collection<List<Responder>> queues =
        serving.stream()
            .collect(
                Collectors.groupingBy(
                    responder -> responder.queue, LinkedHashMap::new, Collectors.toList()))
            .values();
    return queues.stream().map(queue -> queue.get(Math.floorMod(now, queue.size())));
  }

  private static void ask(
      String subject, Responder responder, Bytes payload, CompletableFuture<Bytes> reply) {
    responder
        .answer(payload)
        .whenComplete(
            (bytes, failure) -> {
              if (failure == null) {
                reply.complete(bytes);
              } else {
                reply.completeExceptionally(typed(subject, failure));
              }
            });
  }

  private static MeshException typed(String subject, Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause instanceof MeshException known ? known : Refusals.responderFailed(subject, cause);
  }

  void close() {
    bySubject.clear();
  }
}
