package io.cmesh.kernel.events;

import io.cmesh.api.Cancellable;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.events.Event;
import io.cmesh.api.events.EventBus;
import io.cmesh.api.events.NewEvent;
import io.cmesh.api.message.Status;
import io.cmesh.api.provider.Scheduler;
import io.cmesh.kernel.order.Failures;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bus that serves now, for whoever publishes or follows. A swap {@link #hold}s publishers (they
 * wait, in their order; none is refused), puts another bus in its place and lets them go on there;
 * followers move over at the event where they were. Thread-safe.
 */
public final class LiveEvents {
  private static final Logger LOG = LoggerFactory.getLogger(LiveEvents.class);
  private static final Duration AGAIN = Duration.ofSeconds(1);
  private static final int FAULTS = 500;

  private final Scheduler scheduler;
  private final List<LiveSubscription> subscriptions = new CopyOnWriteArrayList<>();
  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
  private final List<CompletableFuture<Void>> idlers = new ArrayList<>();
  private @Nullable EventBus bus;
  private @Nullable Mirror mirror;
  private boolean held;
  private int flying;

  private record Waiting(List<NewEvent> events, CompletableFuture<Long> outcome) {}

  /** What a publication goes through, read together. */
  private record Path(EventBus bus, @Nullable Mirror mirror) {}

  /** Serves nobody yet. */
  public LiveEvents(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  /** Has {@code now} serve from here on; null for nobody. */
  public void serve(@Nullable EventBus now) {
    synchronized (this) {
      if (bus == now) {
        return;
      }
      bus = now;
      mirror = null;
    }
    if (now != null) {
      subscriptions.forEach(s -> scheduler.pool().execute(() -> follow(s)));
    }
  }

  private void follow(LiveSubscription subscription) {
    try {
      subscription.follow(this::serving);
    } catch (RuntimeException e) {
      LOG.warn("a follower cannot go over to the bus that serves; tried again in a second", e);
      scheduler.after(AGAIN, () -> follow(subscription));
    }
  }

  private synchronized @Nullable EventBus serving() {
    return bus;
  }

  /** Publishes events of one stream on the bus that serves; as {@link EventBus#publish}. */
  public CompletionStage<Long> publish(List<NewEvent> events) {
    Path path;
    synchronized (this) {
      if (held) {
        Waiting later = new Waiting(events, new CompletableFuture<>());
        waiting.add(later);
        return later.outcome;
      }
      path = enter();
    }
    return send(path, events);
  }

  private Path enter() {
    EventBus now = present();
    flying++;
    return new Path(now, mirror);
  }

  private CompletionStage<Long> send(Path path, List<NewEvent> events) {
    CompletionStage<Long> sent;
    Mirror watched = path.mirror;
    try {
      sent = path.bus.publish(events);
    } catch (RuntimeException e) {
      refused(watched, e);
      landed();
      throw e;
    }
    CompletionStage<Long> done =
        watched == null
            ? sent
            : sent.whenComplete((sequence, failure) -> refused(watched, failure))
                .thenCompose(sequence -> watched.caughtUp().thenApply(x -> sequence));
    return done.whenComplete((sequence, failure) -> landed());
  }

  // What the publisher did wrong says nothing about the bus.
  private static void refused(@Nullable Mirror watched, @Nullable Throwable failure) {
    if (watched != null && failure != null && Failures.of(failure).status().code() >= FAULTS) {
      watched.refused(failure);
    }
  }

  private void landed() {
    List<CompletableFuture<Void>> idle = List.of();
    synchronized (this) {
      flying--;
      if (flying == 0) {
        idle = List.copyOf(idlers);
        idlers.clear();
      }
    }
    idle.forEach(f -> f.complete(null));
  }

  /** Lets publishers wait; completes once none is under way. */
  public CompletionStage<Void> hold() {
    CompletableFuture<Void> idle = new CompletableFuture<>();
    synchronized (this) {
      held = true;
      if (flying > 0) {
        idlers.add(idle);
        return idle;
      }
    }
    idle.complete(null);
    return idle;
  }

  /** Lets those who wait go on, in their order, then everybody. */
  public void release() {
    while (true) {
      Waiting next;
      Path path;
      synchronized (this) {
        next = waiting.poll();
        if (next == null) {
          held = false;
          return;
        }
        try {
          path = enter();
        } catch (MeshException e) {
          next.outcome.completeExceptionally(e);
          continue;
        }
      }
      repeat(next, path);
    }
  }

  private void repeat(Waiting next, Path path) {
    try {
      send(path, next.events)
          .whenComplete(
              (sequence, failure) -> {
                if (failure == null) {
                  next.outcome.complete(sequence);
                } else {
                  next.outcome.completeExceptionally(failure);
                }
              });
    } catch (RuntimeException e) {
      next.outcome.completeExceptionally(e);
    }
  }

  /**
   * Has everything published from now on copied to {@code replaced}, with its sequences, before the
   * publisher hears of it. While held only.
   *
   * @param broken told once where {@code replaced} takes no more: then it is copied no longer
   * @param refused told whenever the bus that serves fails to take what is published
   */
  public synchronized void mirrorTo(
      EventBus replaced, Consumer<Throwable> broken, Consumer<Throwable> refused) {
    EventBus now = bus;
    if (now == null) {
      throw new IllegalStateException("nobody fills the role events (expected: a bus to copy)");
    }
    mirror =
        new Mirror(
            new StreamCopy(now, replaced, scheduler.pool()),
            scheduler,
            failure -> {
              dropMirror();
              broken.accept(failure);
            },
            refused);
  }

  private synchronized void dropMirror() {
    mirror = null;
  }

  /** Copies no longer; completes once no copy is under way. */
  public synchronized CompletionStage<Void> stopMirror() {
    Mirror last = mirror;
    mirror = null;
    return last == null ? CompletableFuture.completedFuture(null) : last.caughtUp();
  }

  /**
   * Follows as {@link EventBus#subscribe} does, from sequence {@code from} on (0: new ones only),
   * and goes on at the same event where another bus comes to serve.
   */
  public Cancellable subscribe(String filter, long from, Consumer<Event> consumer) {
    EventBus now = present();
    LiveSubscription subscription = new LiveSubscription(filter, consumer, subscriptions::remove);
    subscriptions.add(subscription);
    try {
      subscription.begin(now, from);
    } catch (RuntimeException e) {
      subscriptions.remove(subscription);
      throw e;
    }
    EventBus later = present();
    if (later != now) {
      // Replaced between the look and the note: nobody else would take it along.
      follow(subscription);
    }
    return subscription;
  }

  private synchronized EventBus present() {
    EventBus now = bus;
    if (now == null) {
      throw MeshException.of(
              Status.UNAVAILABLE, "CMESH-ASM-001", "nobody fills the role events now")
          .hint("See what there is with: cmesh role list")
          .retryAfter(Duration.ofSeconds(2))
          .build();
    }
    return now;
  }

  /** Whether a follower still hangs on {@code replaced}. */
  public boolean isFollowed(EventBus replaced) {
    return subscriptions.stream().anyMatch(s -> s.isOn(replaced));
  }
}
