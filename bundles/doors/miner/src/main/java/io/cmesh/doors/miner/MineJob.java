package io.cmesh.doors.miner;

import io.cmesh.api.events.NewEvent;
import io.cmesh.api.node.Traffic;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A job at work: reads lines, has up to a number of them asked at once, collects their answers in
 * log order into groups, and hands these to the {@link GroupWriter}. Runs on one thread.
 */
final class MineJob {
  /** Lines read between two looks at what was answered; their events are published together. */
  private static final int INTAKE = 256;

  private static final long SHORT_WAIT_NANOS = 500_000;

  private final JobSpec spec;
  private final MinerSettings settings;
  private final LogTail tail;
  private final GroupWriter writer;
  private final Progress progress;
  private final Traffic traffic;
  private final ArrayDeque<Asking> window = new ArrayDeque<>();
  private Group group = new Group(false);
  private volatile @Nullable Thread waiting;
  private volatile boolean stopped;
  private boolean ended;

  MineJob(
      JobSpec spec,
      MinerSettings settings,
      LogTail tail,
      GroupWriter writer,
      Progress progress,
      Traffic traffic) {
    this.spec = spec;
    this.settings = settings;
    this.tail = tail;
    this.writer = writer;
    this.progress = progress;
    this.traffic = traffic;
  }

  /** Ends it soon; what is answered by then is written. From any thread. */
  void stop() {
    stopped = true;
    wake();
  }

  boolean isStopped() {
    return stopped;
  }

  /** Something was answered. From any thread. */
  void wake() {
    Thread thread = waiting;
    if (thread != null) {
      LockSupport.unpark(thread);
    }
  }

  void add(Asking asking) {
    window.addLast(asking);
  }

  /** Mines until the log ends, or without end while following. */
  void run(Intake lines) throws IOException, InterruptedException {
    while (!stopped && progress.failure() == null && !isFinished()) {
      boolean read = read(lines);
      boolean collected = collect();
      handOverStored(lines);
      handOver(!read && !collected);
      if (!read && !collected) {
        await();
      }
    }
    collect();
    handOver(true);
  }

  private boolean isDrained() {
    return window.isEmpty() && group.isEmpty();
  }

  /** Takes lines in, as many as there is room for; whether there were any. */
  private boolean read(Intake lines) throws IOException {
    int room = Math.min(INTAKE, settings.inFlight() - window.size());
    if (room <= 0 || ended) {
      return false;
    }
    int count = tail.read(lines, room);
    if (count == 0) {
      count = atEnd(lines);
    }
    publish(lines.takeEvents());
    return count > 0;
  }

  /** At the end of the log's file: goes on with the next one, or ends, or waits for more. */
  private int atEnd(Intake lines) throws IOException {
    boolean rotated = tail.rotated();
    int last = tail.read(lines, 1);
    if (last > 0) {
      return last;
    }
    if (rotated) {
      tail.readUnfinished(lines);
      return tail.advance() ? 1 : 0;
    }
    if (!spec.follow()) {
      ended = true;
      return tail.readUnfinished(lines) ? 1 : 0;
    }
    return 0;
  }

  private void publish(List<NewEvent> events) {
    if (!events.isEmpty()) {
      group.after(Publishing.start(traffic, events));
    }
  }

  /** Moves what is answered, in order, into the group. */
  private boolean collect() {
    boolean some = false;
    for (Asking head = window.peek(); head != null && head.isDone(); head = window.peek()) {
      if (group.isFull()) {
        break;
      }
      window.remove();
      head.into(group);
      some = true;
    }
    return some;
  }

  private void handOverStored(Intake lines) throws InterruptedException {
    Group stored = lines.takeStored();
    if (!stored.isEmpty()) {
      offer(stored);
    }
  }

  /** Small groups wait while the writer is busy: they grow meanwhile. */
  private void handOver(boolean nothingElseToDo) throws InterruptedException {
    boolean now = group.isFull() || stopped || (nothingElseToDo && writer.isIdle());
    if (now && !group.isEmpty()) {
      offer(group);
      group = new Group(false);
    }
  }

  private void offer(Group full) throws InterruptedException {
    while (!writer.offer(full)) {
      if (progress.failure() != null) {
        return;
      }
    }
  }

  private void await() {
    boolean busy = !window.isEmpty() || !group.isEmpty() || ended;
    waiting = Thread.currentThread();
    Asking head = window.peek();
    if (!stopped && (head == null || !head.isDone())) {
      LockSupport.parkNanos(busy ? SHORT_WAIT_NANOS : settings.poll().toNanos());
    }
    waiting = null;
  }

  /** Whether it came to the end of the log, with nothing left to do. */
  boolean isFinished() {
    return ended && isDrained();
  }
}
