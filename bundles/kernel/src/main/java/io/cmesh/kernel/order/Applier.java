package io.cmesh.kernel.order;

import io.cmesh.api.command.Applied;
import io.cmesh.api.consensus.LogEntry;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import io.cmesh.api.provider.Health;
import io.cmesh.api.provider.Scheduler;
import io.cmesh.kernel.assembly.Assemblies;
import io.cmesh.kernel.assembly.Assembly;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies what the log delivers, one group at a time, each as one batch, and tells who waits.
 *
 * <p>A batch that cannot be written (a full disk, no contract runtime) is tried again every second
 * and further writes are refused meanwhile: the log has that one already. A group that cannot be
 * worked out (an unknown command, a handler's bug) halts the applier for good, for skipping it
 * would make nodes differ; reads go on.
 */
public final class Applier {
  private static final Logger LOG = LoggerFactory.getLogger(Applier.class);
  private static final Duration RETRY = Duration.ofSeconds(1);

  /** How many tries who waits for a command in the log is kept waiting. */
  private static final int PATIENCE = 5;

  private final Assemblies assemblies;
  private final Handlers handlers;
  private final Sequencer sequencer;
  private final Scheduler scheduler;
  private final Scheduler.Serial thread;
  private final LongConsumer committed;
  private final ConcurrentSkipListMap<Long, CompletableFuture<Void>> waiters =
      new ConcurrentSkipListMap<>();
  private volatile long position;
  private volatile String log = "";
  private volatile Feed feed = Feed.NONE;
  private volatile Health health = Health.OK;
  private volatile @Nullable MeshException stuck;
  // Of the applier's thread alone.
  private final ArrayDeque<Delivery> backlog = new ArrayDeque<>();
  private boolean waitsForStore;
  private int stalls;

  private record Delivery(String directory, LogEntry entry) {}

  /**
   * @param committed called with the block number after each block that left events in the outbox;
   *     must not block
   */
  public Applier(
      Assemblies assemblies,
      Handlers handlers,
      Sequencer sequencer,
      Scheduler scheduler,
      LongConsumer committed) {
    this.assemblies = assemblies;
    this.handlers = handlers;
    this.sequencer = sequencer;
    this.scheduler = scheduler;
    this.thread = scheduler.serial("cmesh-applier");
    this.committed = committed;
  }

  /**
   * Begins behind {@code after}, the position that the state holds already of the log in {@code
   * directory}; what another log delivers is passed over from now on.
   */
  public void startAt(String directory, long after) {
    log = directory;
    position = after;
  }

  /** Has {@code next} hear of every batch from here on. Between two groups only. */
  public void feed(Feed next) {
    feed = next;
  }

  /**
   * Ends {@link #feed}, where {@code mine}, asked for between two groups, is the one that hears.
   * Any thread. Completes once it hears of nothing any more.
   */
  public CompletionStage<Void> unfeed(Supplier<Feed> mine) {
    return between(
        () -> {
          if (feed == mine.get()) {
            feed = Feed.NONE;
          }
        });
  }

  /** Takes one entry of the log in {@code directory}; returns at once. */
  public void deliver(String directory, LogEntry entry) {
    thread.execute(
        () -> {
          backlog.add(new Delivery(directory, entry));
          work();
        });
  }

  /** Runs a task between two groups: nothing is applied meanwhile. */
  public CompletionStage<Void> between(Runnable task) {
    return CompletableFuture.runAsync(task, thread);
  }

  private void work() {
    while (!backlog.isEmpty() && health.grade() != Health.Grade.DOWN && !waitsForStore) {
      Delivery next = backlog.element();
      try {
        if (next.directory.equals(log)) {
          apply(next.directory, next.entry);
        } else {
          LOG.warn("{} delivered {}: passed over", next.directory, next.entry.position());
        }
        backlog.remove();
      } catch (MeshException e) {
        // The log holds the group already: it must go in sooner or later, and nothing may overtake
        // it.
        stall(e);
      } catch (RuntimeException e) {
        halt(next.entry, e);
      }
    }
  }

  private void apply(String directory, LogEntry entry) {
    Group group = Group.decode(entry.data());
    BlockBuilder.Built built;
    try {
      built = commit(group, directory, entry.position());
    } catch (RuntimeException e) {
      if (!feed.refused(e)) {
        throw e;
      }
      built = commit(group, directory, entry.position());
    } catch (LinkageError e) {
      // A provider whose bundle was wired wrongly fails at the first call of a class.
      RuntimeException failure = new IllegalStateException("a provider failed: " + e, e);
      if (!feed.refused(failure)) {
        throw failure;
      }
      built = commit(group, directory, entry.position());
    }
    recovered();
    position = entry.position();
    finish(group, built);
  }

  private BlockBuilder.Built commit(Group group, String directory, long at) {
    try (Assembly.Pin pin = assemblies.pin()) {
      CachedState state = pin.assembly().state();
      BlockBuilder.Built built =
          new BlockBuilder(handlers, state).build(group, state.store().digest(), directory, at);
      state.commit(built.batch());
      // Before anybody hears of it: who reads from a store that was replaced misses nothing.
      feed.committed(built.batch());
      return built;
    }
  }

  private void stall(MeshException e) {
    if (health.grade() == Health.Grade.OK) {
      LOG.error("a committed group cannot be applied now; it is tried again every second", e);
    }
    health = Health.degraded("writes wait: " + e.text());
    MeshException reason =
        MeshException.of(Status.UNAVAILABLE, "CMESH-KRN-007", "writes wait: " + e.text())
            .hint(e.hint().orElse("Look at the disk and at: cmesh status"))
            .retryAfter(RETRY)
            .cause(e)
            .build();
    stick(reason);
    sequencer.pause(reason);
    if (++stalls == PATIENCE) {
      sequencer.giveUp(unknown(e));
    }
    waitsForStore = true;
    scheduler.after(RETRY, () -> thread.execute(this::retry));
  }

  private static MeshException unknown(MeshException e) {
    return MeshException.of(
            Status.TIMEOUT,
            "CMESH-KRN-008",
            "this write is in the log, or may be, and cannot be applied now: " + e.text())
        .hint("Ask again with the same id: what was done is not done twice.")
        .cause(e)
        .build();
  }

  private void retry() {
    waitsForStore = false;
    work();
  }

  private void recovered() {
    if (health.grade() == Health.Grade.DEGRADED) {
      LOG.info("writes go on again");
      stuck = null;
      stalls = 0;
      health = Health.OK;
      sequencer.resume();
    }
  }

  private void finish(Group group, BlockBuilder.Built built) {
    if (built.events() > 0) {
      committed.accept(built.head().block());
    }
    Sequencer.Flying flight = sequencer.claim(group.boot(), group.number());
    if (flight != null) {
      scheduler.pool().execute(() -> tell(flight, built.results()));
    }
    waiters.headMap(position, true).values().forEach(waiter -> waiter.complete(null));
    waiters.headMap(position, true).clear();
  }

  private static void tell(Sequencer.Flying flight, List<Applied> results) {
    for (int i = 0; i < results.size(); i++) {
      flight.waiting().get(i).outcome().complete(results.get(i));
    }
  }

  private void halt(LogEntry entry, RuntimeException e) {
    String text = "applying halted at log position " + entry.position() + ": " + e.getMessage();
    LOG.error("{}; reads go on, writes are refused", text, e);
    health = Health.down(text);
    MeshException reason =
        MeshException.of(Status.UNAVAILABLE, "CMESH-KRN-004", text)
            .hint(
                "Install the bundle that handles it, or the version that wrote it, and restart the"
                    + " node.")
            .retryAfter(Duration.ofSeconds(30))
            .cause(e)
            .build();
    sequencer.refuse(reason);
    stick(reason);
  }

  // Who waits for a position that may never come is told, rather than kept waiting.
  private void stick(MeshException reason) {
    stuck = reason;
    waiters.values().forEach(waiter -> waiter.completeExceptionally(reason));
    waiters.clear();
  }

  /**
   * Completes once everything up to {@code wanted} of the log in {@code directory} was applied;
   * exceptionally (503) where that cannot be now. All of a log that was replaced has been.
   */
  public CompletionStage<Void> reached(String directory, long wanted) {
    return directory.equals(log) ? reached(wanted) : CompletableFuture.completedFuture(null);
  }

  /**
   * Completes once everything up to {@code wanted} of the present log was applied; exceptionally
   * (503) where that cannot be now.
   */
  public CompletionStage<Void> reached(long wanted) {
    if (wanted <= position) {
      return CompletableFuture.completedFuture(null);
    }
    CompletableFuture<Void> waiter =
        waiters.computeIfAbsent(wanted, p -> new CompletableFuture<>());
    // Applied, or stuck, between the look and the note: nobody else would tell.
    MeshException reason = stuck;
    if (wanted <= position) {
      waiter.complete(null);
    } else if (reason != null) {
      waiters.remove(wanted, waiter);
      waiter.completeExceptionally(reason);
    }
    return waiter;
  }

  /** The position of the last entry applied. */
  public long position() {
    return position;
  }

  /** Whether it applies. */
  public Health health() {
    return health;
  }

  /** Ends once what was delivered is applied. */
  public void close() {
    thread.close();
  }
}
