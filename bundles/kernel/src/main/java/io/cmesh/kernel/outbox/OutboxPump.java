package io.cmesh.kernel.outbox;

import io.cmesh.api.Bytes;
import io.cmesh.api.Cancellable;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.events.Event;
import io.cmesh.api.events.EventBus;
import io.cmesh.api.events.NewEvent;
import io.cmesh.api.message.Status;
import io.cmesh.api.provider.Health;
import io.cmesh.api.provider.Scheduler;
import io.cmesh.api.state.Scan;
import io.cmesh.api.state.StateEntry;
import io.cmesh.kernel.assembly.Assemblies;
import io.cmesh.kernel.assembly.Assembly;
import io.cmesh.kernel.events.LiveEvents;
import io.cmesh.kernel.order.Failures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes what waits in the outbox, in order, each event once. Where it stands is recovered from
 * the id of each stream's last event, so a crash between publishing and noting loses and doubles
 * nothing. Now and then it has the outbox trimmed.
 *
 * <p>Works on a thread of its own, one group in flight. What comes alone goes out at once; under
 * load it rests a few milliseconds between groups, unless somebody waits: each group costs an fsync
 * of each stream, on the disk and the processor that the command log needs.
 */
public final class OutboxPump {
  private static final Logger LOG = LoggerFactory.getLogger(OutboxPump.class);
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final Duration REST = Duration.ofMillis(5);
  private static final int EVENTS = 4_096;
  private static final int TRIM_BLOCKS = 1_024;

  private final Assemblies assemblies;
  private final Scheduler scheduler;
  private final Scheduler.Serial thread;
  private final LongConsumer trim;
  private final ConcurrentSkipListMap<Long, CompletableFuture<Void>> waiters =
      new ConcurrentSkipListMap<>();
  private final Map<String, Bytes> lastIds = new LinkedHashMap<>();
  private volatile long committed;
  private volatile long published;
  private volatile Health health = Health.OK;
  private volatile @Nullable MeshException stuck;
  private volatile boolean resting;
  private volatile boolean closed;
  private Cancellable alarm = () -> {};
  private long trimmed;
  private boolean flying;
  private boolean unsure;
  private boolean started;

  /**
   * @param trim has the outbox trimmed up to a block
   */
  public OutboxPump(Assemblies assemblies, Scheduler scheduler, LongConsumer trim) {
    this.assemblies = assemblies;
    this.scheduler = scheduler;
    this.thread = scheduler.serial("cmesh-outbox");
    this.trim = trim;
  }

  /** Finds out where each stream stands and begins; {@code block} is the last one applied. */
  public void start(EventBus events, long block) {
    for (String stream : List.of(Streams.STATE, Streams.CHANNELS)) {
      lastIds.put(stream, events.lastOf(stream).map(Event::id).orElse(Bytes.EMPTY));
    }
    committed = Math.max(committed, block);
    thread.execute(
        () -> {
          started = true;
          work();
        });
  }

  /** Tells that block {@code number} left events. Any thread; returns at once. */
  public void committed(long number) {
    committed = Math.max(committed, number);
    // Who rests looks by itself when it wakes: it sees this number, or this sees that it is awake.
    if (!resting) {
      thread.execute(this::work);
    }
  }

  /**
   * Completes once all events of blocks applied by now are published; exceptionally (503) where the
   * event bus takes none for the moment: they wait in the outbox.
   */
  public CompletionStage<Void> caughtUp() {
    long wanted = committed;
    if (wanted <= published) {
      return CompletableFuture.completedFuture(null);
    }
    CompletableFuture<Void> waiter =
        waiters.computeIfAbsent(wanted, n -> new CompletableFuture<>());
    // Published, or stuck, between the look and the note: nobody else would tell.
    MeshException reason = stuck;
    if (wanted <= published) {
      waiter.complete(null);
    } else if (reason != null) {
      waiters.remove(wanted, waiter);
      waiter.completeExceptionally(reason);
    } else if (resting) {
      thread.execute(this::wake);
    }
    return waiter;
  }

  private void work() {
    // Blocks are applied before the start, too, at catching up with the log: their events wait
    // until
    // it is known which of them are out already.
    if (!started || flying || resting || published >= committed) {
      return;
    }
    Assembly.Pin pin = assemblies.pin();
    try {
      if (unsure) {
        recover(pin.assembly().events());
      }
      Group group = read(pin.assembly());
      flying = true;
      publish(assemblies.live(), group)
          .whenComplete(
              (done, failure) -> {
                pin.close();
                thread.execute(() -> landed(group, failure));
              });
    } catch (RuntimeException e) {
      pin.close();
      flying = false;
      failed(e);
    }
  }

  /**
   * Events read together.
   *
   * @param byStream in order
   * @param upTo the last block they reach
   * @param isAll whether nothing was left that was committed by then
   */
  private record Group(Map<String, List<NewEvent>> byStream, long upTo, boolean isAll) {}

  private Group read(Assembly assembly) {
    Map<String, List<NewEvent>> byStream = new LinkedHashMap<>();
    long upTo = committed;
    int count = 0;
    Bytes from = Bytes.ofLong(published + 1);
    try (Scan scan = assembly.store().scan(OutboxRecord.NAMESPACE, from, Bytes.ofLong(upTo + 1))) {
      while (scan.hasNext()) {
        StateEntry entry = scan.next();
        for (OutboxRecord.Item item : OutboxRecord.decode(entry.value()).items()) {
          count += add(byStream, item);
        }
        if (count >= EVENTS) {
          return new Group(byStream, entry.key().longAt(0), false);
        }
      }
    }
    return new Group(byStream, upTo, true);
  }

  private int add(Map<String, List<NewEvent>> byStream, OutboxRecord.Item item) {
    String stream = Streams.ofOutbox(item.subject());
    Bytes id = item.id();
    if (id.compareTo(lastIds.getOrDefault(stream, Bytes.EMPTY)) <= 0) {
      return 0;
    }
    byStream
        .computeIfAbsent(stream, s -> new ArrayList<>())
        .add(new NewEvent(item.subject(), item.payload(), id));
    return 1;
  }

  private static CompletionStage<Void> publish(LiveEvents events, Group group) {
    List<CompletableFuture<Long>> all = new ArrayList<>();
    group.byStream.values().forEach(list -> all.add(publish(events, list)));
    return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new));
  }

  // A bus that throws is one that fails: the other stream is under way and must be waited for.
  private static CompletableFuture<Long> publish(LiveEvents events, List<NewEvent> list) {
    try {
      return events.publish(list).toCompletableFuture();
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void landed(Group group, @Nullable Throwable failure) {
    flying = false;
    if (failure != null) {
      unsure = true;
      failed(failure);
      return;
    }
    health = Health.OK;
    stuck = null;
    group.byStream.forEach((stream, list) -> lastIds.put(stream, list.get(list.size() - 1).id()));
    published = group.upTo;
    waiters.headMap(published, true).values().forEach(waiter -> waiter.complete(null));
    waiters.headMap(published, true).clear();
    if (published - trimmed >= TRIM_BLOCKS) {
      trimmed = published;
      trim.accept(published);
    }
    if (group.isAll && published < committed) {
      rest();
    }
    work();
  }

  private void rest() {
    resting = true;
    if (waiters.isEmpty() && !closed) {
      alarm = scheduler.after(REST, () -> thread.execute(this::wake));
    } else {
      resting = false;
    }
  }

  private void wake() {
    resting = false;
    work();
  }

  // One of two streams may have taken its part: ask each where it stands.
  private void recover(EventBus events) {
    lastIds.replaceAll((stream, id) -> events.lastOf(stream).map(Event::id).orElse(Bytes.EMPTY));
    unsure = false;
  }

  private void failed(Throwable failure) {
    if (health.grade() == Health.Grade.OK) {
      LOG.error(
          "events cannot be published; they wait in the outbox and are tried every second",
          failure);
    }
    MeshException reason = Failures.of(failure);
    health = Health.degraded("events wait in the outbox: " + reason.text());
    stick(
        MeshException.of(
                Status.UNAVAILABLE, "CMESH-EVT-007", "events wait in the outbox: " + reason.text())
            .hint("What was written is kept and comes out later: look at the disk, cmesh doctor")
            .retryAfter(RETRY)
            .cause(reason)
            .build());
    scheduler.after(RETRY, () -> thread.execute(this::work));
  }

  // Who waits is told, rather than kept waiting for as long as the disk is full.
  private void stick(MeshException reason) {
    stuck = reason;
    waiters.values().forEach(waiter -> waiter.completeExceptionally(reason));
    waiters.clear();
  }

  /** Whether events get out. */
  public Health health() {
    return health;
  }

  /** Ends its thread; what waits is published at the next start. */
  public void close() {
    closed = true;
    thread.close();
    alarm.close();
  }
}
