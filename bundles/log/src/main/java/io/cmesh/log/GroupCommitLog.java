package io.cmesh.log;

import io.cmesh.api.Bytes;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import io.cmesh.api.provider.Health;
import io.cmesh.api.provider.Scheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Commits records to a {@link SegmentedLog} in groups and delivers them in order: one fsync serves
 * all that were proposed while the last one ran. The embedded consensus providers are made of it.
 *
 * <p>Thread-safe. Who proposes does no I/O: one serial queue writes, another one delivers, so that
 * applying a group runs beside the fsync of the next.
 */
public final class GroupCommitLog implements AutoCloseable {
  private static final int MOST_GROUP_RECORDS = 8192;
  private static final long MOST_GROUP_BYTES = 16L << 20;
  private static final long MOST_QUEUED_BYTES = 256L << 20;

  private final SegmentedLog log;
  private final boolean fsync;
  private final Scheduler.Serial writing;
  private final Deliverer deliverer;
  private final Queue<Proposed> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger queued = new AtomicInteger();
  private final AtomicLong queuedBytes = new AtomicLong();
  private volatile long committed;
  private volatile Health health = Health.OK;
  private volatile boolean closed;

  /** Whether the disk failed; of the writing queue alone. */
  private boolean failed;

  /**
   * Takes a log over, and closes it in the end.
   *
   * @param name of its two serial queues
   * @param fsync whether a record counts as committed only once it is on disk; otherwise once the
   *     operating system has it: then it survives the end of the process, not of the machine
   */
  public GroupCommitLog(SegmentedLog log, Scheduler scheduler, String name, boolean fsync) {
    this.log = log;
    this.fsync = fsync;
    this.committed = log.lastSequence();
    this.writing = scheduler.serial(name + "-write");
    this.deliverer = new Deliverer(log, scheduler.serial(name + "-deliver"));
  }

  /** Takes committed records; must not throw. */
  @FunctionalInterface
  public interface Delivery {
    /** One record, in order. */
    void deliver(long position, Bytes record);
  }

  /**
   * A record on its way.
   *
   * @param record as proposed
   * @param done completed with its position
   */
  record Proposed(Bytes record, CompletableFuture<Long> done) {}

  /**
   * Delivers every record after {@code after}, in order, once, then those that follow. Once per
   * instance.
   *
   * @throws MeshException CMESH-LOG-011 where some of them were cut, or the log ends before {@code
   *     after}
   */
  public void start(long after, Delivery delivery) {
    if (after < log.firstSequence() - 1 || after > committed) {
      throw LogErrors.apart(after, log.firstSequence(), committed);
    }
    deliverer.start(after, this::committed, delivery);
  }

  /**
   * Proposes a record. Records proposed by one thread are committed in that order.
   *
   * @return completes with its position once committed, just before it is delivered; exceptionally
   *     with {@link MeshException}: CMESH-LOG-003 (507) the disk is full, -004 (413) too long, -008
   *     (503) too much is waiting, -009 (503) the disk failed before: nothing was logged; -010
   *     (504) outcome unknown
   */
  public CompletionStage<Long> propose(Bytes record) {
    if (closed) {
      throw new IllegalStateException("the log is closed");
    }
    if (record.size() > log.maxRecordBytes()) {
      return CompletableFuture.failedFuture(LogErrors.tooLong(record.size(), log.maxRecordBytes()));
    }
    if (queuedBytes.addAndGet(record.size()) > MOST_QUEUED_BYTES) {
      queuedBytes.addAndGet(-record.size());
      return CompletableFuture.failedFuture(LogErrors.overloaded(MOST_QUEUED_BYTES));
    }
    Proposed proposed = new Proposed(record, new CompletableFuture<>());
    queue.add(proposed);
    if (queued.getAndIncrement() == 0) {
      wake();
    }
    return proposed.done();
  }

  private void wake() {
    try {
      writing.execute(this::commitQueued);
    } catch (RejectedExecutionException e) {
      IllegalStateException late = new IllegalStateException("the log is closed", e);
      for (Proposed each = queue.poll(); each != null; each = queue.poll()) {
        each.done().completeExceptionally(late);
      }
    }
  }

  private void commitQueued() {
    int taken;
    do {
      List<Proposed> group = takeGroup();
      taken = group.size();
      commit(group);
    } while (queued.addAndGet(-taken) > 0);
  }

  private List<Proposed> takeGroup() {
    List<Proposed> group = new ArrayList<>();
    long bytes = 0;
    while (group.size() < MOST_GROUP_RECORDS && bytes < MOST_GROUP_BYTES) {
      Proposed next = queue.poll();
      if (next == null) {
        break;
      }
      group.add(next);
      bytes += next.record().size();
    }
    queuedBytes.addAndGet(-bytes);
    return group;
  }

  private void commit(List<Proposed> group) {
    long before = log.lastSequence();
    try {
      group.forEach(proposed -> log.append(proposed.record()));
      sync();
    } catch (RuntimeException e) {
      deliverer.refused(group, takenBack(before, e));
      return;
    }
    health = Health.OK;
    committed = before + group.size();
    deliverer.committed(before + 1, group);
  }

  private void sync() {
    if (fsync) {
      log.force();
    } else {
      log.flush();
    }
  }

  /** What to tell those whose records are not in the log, or perhaps are. */
  private MeshException takenBack(long before, RuntimeException e) {
    if (failed) {
      return LogErrors.outOfService(e);
    }
    if (e instanceof MeshException full
        && full.status() == Status.INSUFFICIENT_STORAGE
        && truncated(before, full)) {
      health = Health.degraded(full.text());
      return full;
    }
    failed = true;
    health = Health.down(String.valueOf(e.getMessage()));
    return LogErrors.outcomeUnknown(e);
  }

  private boolean truncated(long before, MeshException reason) {
    try {
      log.truncateAfter(before);
      return true;
    } catch (MeshException e) {
      reason.addSuppressed(e);
      return false;
    }
  }

  /** The position of the last committed record; 0 in an empty log. */
  public long committed() {
    return committed;
  }

  /** The first position still kept; {@code committed() + 1} where none is. */
  public long first() {
    return log.firstSequence();
  }

  /** Forgets records up to {@code position}, in whole segments. */
  public void cut(long position) {
    log.cutBefore(Math.min(position, committed) + 1);
  }

  /** Bytes on disk. */
  public long sizeBytes() {
    return log.sizeBytes();
  }

  /** Degraded while the disk is full; down after it failed, or after the delivery threw. */
  public Health health() {
    @Nullable Throwable halted = deliverer.halted();
    return halted == null ? health : Health.down("the delivery failed: " + halted);
  }

  /** Commits and delivers what was proposed, then closes the log. Closing again does nothing. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      writing.close();
      deliverer.close();
      log.close();
    }
  }
}
