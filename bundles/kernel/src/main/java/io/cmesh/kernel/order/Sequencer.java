package io.cmesh.kernel.order;

import io.cmesh.api.command.Applied;
import io.cmesh.api.command.Command;
import io.cmesh.api.consensus.Consensus;
import io.cmesh.api.consensus.Proposal;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Puts commands in groups and proposes them: while a group is on its way to disk, the next one
 * gathers, so that under load one fsync serves many commands and a lone command waits for nobody.
 *
 * <p>Thread-safe. Commands are proposed in the order they were submitted.
 */
public final class Sequencer {
  private static final int MAX_COMMANDS = 256;
  private static final int MAX_BYTES = 1 << 20;
  private static final int MAX_WAITING = 65_536;

  private final Supplier<Consensus> consensus;
  private final Clock clock;
  private final String node;
  private final long boot;
  private final int groupsInFlight;
  private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
  private final Map<Long, Flying> flying = new ConcurrentHashMap<>();
  private final AtomicInteger notes = new AtomicInteger();
  private long nextNumber = 1;
  private int inFlight;
  private boolean held;
  private @Nullable MeshException refusal;
  private final List<CompletableFuture<Void>> idlers = new ArrayList<>();

  /** A command and who waits for it. */
  record Waiting(Group.Item item, CompletableFuture<Applied> outcome) {}

  /**
   * A group proposed and who waits for each of its commands.
   *
   * @param own the node's own, beside those that are held: not counted, for a log that never
   *     answers must not keep the others waiting
   */
  record Flying(Group group, List<Waiting> waiting, boolean own) {}

  /**
   * @param consensus the active log
   * @param boot a random number of this process
   * @param groupsInFlight how many groups may be on their way at once: 1 to 8
   */
  public Sequencer(
      Supplier<Consensus> consensus, Clock clock, String node, long boot, int groupsInFlight) {
    this.consensus = consensus;
    this.clock = clock;
    this.node = node;
    this.boot = boot;
    this.groupsInFlight = groupsInFlight;
  }

  /**
   * Orders a command; completes once it was applied, exceptionally with {@link MeshException} where
   * that is not known.
   */
  public CompletionStage<Applied> submit(Command command) {
    Waiting waiting = new Waiting(new Group.Item(command), new CompletableFuture<>());
    synchronized (this) {
      MeshException reason =
          refusal != null ? refusal : queue.size() >= MAX_WAITING ? full() : null;
      if (reason != null) {
        return CompletableFuture.failedFuture(reason);
      }
      queue.add(waiting);
    }
    drain();
    return waiting.outcome;
  }

  private static MeshException full() {
    return MeshException.of(
            Status.TOO_MANY_REQUESTS, "CMESH-KRN-001", MAX_WAITING + " writes wait already")
        .retryAfter(Duration.ofSeconds(1))
        .build();
  }

  // One thread at a time proposes, so that groups reach the log in order; who finds it busy leaves
  // a note and goes.
  private void drain() {
    if (notes.getAndIncrement() != 0) {
      return;
    }
    int seen = 1;
    while (seen != 0) {
      for (Flying next = take(); next != null; next = take()) {
        propose(next);
      }
      seen = notes.addAndGet(-seen);
    }
  }

  private synchronized @Nullable Flying take() {
    if (held || inFlight >= groupsInFlight || queue.isEmpty()) {
      return null;
    }
    List<Waiting> waiting = new ArrayList<>();
    int bytes = 0;
    while (!queue.isEmpty() && waiting.size() < MAX_COMMANDS && bytes < MAX_BYTES) {
      Waiting next = queue.remove();
      waiting.add(next);
      bytes += next.item.encoded().size();
    }
    List<Group.Item> items = waiting.stream().map(Waiting::item).toList();
    Group group = new Group(boot, nextNumber++, node, clock.millis(), items);
    Flying flight = new Flying(group, waiting, false);
    flying.put(group.number(), flight);
    inFlight++;
    return flight;
  }

  private void propose(Flying flight) {
    CompletionStage<Long> proposed;
    try {
      long transaction = flight.group.number();
      proposed = consensus.get().propose(new Proposal(transaction, flight.group.encode()));
    } catch (RuntimeException e) {
      proposed = CompletableFuture.failedFuture(e);
    }
    proposed.whenComplete(
        (position, failure) -> {
          if (failure != null) {
            fail(flight, failure);
          }
          if (!flight.own) {
            landed();
          }
        });
  }

  private void fail(Flying flight, Throwable failure) {
    flying.remove(flight.group.number());
    MeshException reason = Failures.of(failure);
    flight.waiting.forEach(w -> w.outcome.completeExceptionally(reason));
  }

  private void landed() {
    List<CompletableFuture<Void>> idle = List.of();
    synchronized (this) {
      inFlight--;
      if (inFlight == 0 && !idlers.isEmpty()) {
        idle = List.copyOf(idlers);
        idlers.clear();
      }
    }
    drain();
    idle.forEach(f -> f.complete(null));
  }

  /** The group that a delivered entry is, where this process proposed it. */
  @Nullable Flying claim(long ofBoot, long number) {
    return ofBoot == boot ? flying.remove(number) : null;
  }

  /**
   * Stops proposing; completes once nothing is on its way to the log. What is submitted meanwhile
   * waits.
   */
  public CompletionStage<Void> hold() {
    CompletableFuture<Void> idle = new CompletableFuture<>();
    synchronized (this) {
      held = true;
      if (inFlight > 0) {
        idlers.add(idle);
        return idle;
      }
    }
    idle.complete(null);
    return idle;
  }

  /** Goes on after {@link #hold}. */
  public void release() {
    synchronized (this) {
      held = false;
    }
    drain();
  }

  /**
   * Orders a command of the node's own while everybody else's is held: completes once it was
   * applied.
   */
  public CompletionStage<Applied> submitHeld(Command command) {
    Waiting waiting = new Waiting(new Group.Item(command), new CompletableFuture<>());
    Flying flight;
    synchronized (this) {
      if (!held || inFlight > 0) {
        throw new IllegalStateException("commands are under way (expected: all held)");
      }
      Group group = new Group(boot, nextNumber++, node, clock.millis(), List.of(waiting.item));
      flight = new Flying(group, List.of(waiting), true);
      flying.put(group.number(), flight);
    }
    propose(flight);
    return waiting.outcome;
  }

  /** Refuses every command from now on, those waiting and those on their way included. */
  public void refuse(MeshException reason) {
    pause(reason);
    giveUp(reason);
  }

  /**
   * Refuses every command until {@link #resume}, those waiting included; those on their way to the
   * log go on.
   */
  public void pause(MeshException reason) {
    List<Waiting> waiting;
    synchronized (this) {
      refusal = reason;
      waiting = new ArrayList<>(queue);
      queue.clear();
    }
    waiting.forEach(w -> w.outcome.completeExceptionally(reason));
  }

  /** Goes on after {@link #pause}. */
  public synchronized void resume() {
    refusal = null;
  }

  /** Tells {@code reason} to who waits for a command on its way; it is applied all the same. */
  public void giveUp(MeshException reason) {
    flying.values().forEach(f -> f.waiting.forEach(w -> w.outcome.completeExceptionally(reason)));
  }
}
