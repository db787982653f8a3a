package io.cmesh.doors.miner;

import io.cmesh.api.events.NewEvent;
import io.cmesh.api.node.Traffic;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes that wait until enough blocks came after theirs. The job's position does not pass them, so
 * that none is forgotten over a restart. Not thread-safe.
 */
final class Confirmations {
  /** Lines beyond which the oldest are awaited before more are taken. */
  private static final int MOST_LINES = 100_000;

  private final Traffic traffic;
  private final int needed;
  private final Duration patience;
  private final LongSupplier block;
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private int lines;
  private @Nullable Position done;

  private record Waiting(List<Group.Line> lines, long block, @Nullable Position then) {}

  /**
   * @param needed blocks, the write's own included
   * @param block the number of the newest block
   */
  Confirmations(Traffic traffic, int needed, Duration patience, LongSupplier block) {
    this.traffic = traffic;
    this.needed = needed;
    this.patience = patience;
    this.block = block;
  }

  /** Takes lines that were answered by now: their blocks are no newer than the newest. */
  void add(List<Group.Line> unconfirmed) {
    if (!unconfirmed.isEmpty()) {
      waiting.addLast(new Waiting(unconfirmed, block.getAsLong() + needed - 1, null));
      lines += unconfirmed.size();
    }
    publish(lines > MOST_LINES);
  }

  /** The position once everything added before is confirmed. */
  void reached(Position position) {
    if (waiting.isEmpty()) {
      done = position;
    } else {
      waiting.addLast(new Waiting(List.of(), 0, position));
    }
  }

  /** How far all is confirmed; null where nothing is. */
  @Nullable Position done() {
    return done;
  }

  /**
   * Publishes what has its confirmations at the end of a job; the rest is left to its next start.
   */
  void settle() {
    publish(false);
  }

  private void publish(boolean evenEarly) {
    long newest = waiting.isEmpty() ? 0 : block.getAsLong();
    while (!waiting.isEmpty()) {
      Waiting first = waiting.getFirst();
      if (first.block() > newest && !evenEarly) {
        return;
      }
      if (!first.lines().isEmpty()) {
        confirm(first, newest);
      }
      waiting.removeFirst();
      if (first.then() != null) {
        done = first.then();
      }
    }
  }

  private void confirm(Waiting ready, long newest) {
    long have = Math.min(needed, needed - (ready.block() - newest));
    List<NewEvent> events =
        ready.lines().stream()
            .map(line -> LineEvents.confirmed(line, (int) Math.max(1, have)))
            .toList();
    Publishing.start(traffic, events).await(patience, () -> false);
    lines -= ready.lines().size();
  }
}
