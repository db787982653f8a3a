package io.cmesh.log;

import io.cmesh.api.Bytes;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.provider.Scheduler;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells, on a serial queue of its own, what became of records. */
final class Deliverer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GroupCommitLog.class);

  private final SegmentedLog log;
  private final Scheduler.Serial serial;
  private final AtomicBoolean started = new AtomicBoolean();
  private volatile @Nullable Throwable halted;

  // Of the serial queue alone.
  private GroupCommitLog.@Nullable Delivery delivery;
  private long delivered;

  Deliverer(SegmentedLog log, Scheduler.Serial serial) {
    this.log = log;
    this.serial = serial;
  }

  void start(long after, LongSupplier committed, GroupCommitLog.Delivery consumer) {
    if (!started.compareAndSet(false, true)) {
      throw new IllegalStateException("the delivery was started before");
    }
    serial.execute(
        () -> {
          delivery = consumer;
          delivered = after;
          replay(committed.getAsLong());
        });
  }

  /** Groups committed before the start, but told after it, are in the replay: not twice. */
  private void replay(long to) {
    try {
      LogCursor cursor = log.cursor(delivered + 1);
      while (delivered < to && halted == null) {
        Bytes record = cursor.next();
        if (record == null) {
          throw LogErrors.absent(delivered + 1, log.firstSequence(), log.lastSequence());
        }
        deliver(cursor.sequence(), record);
      }
    } catch (MeshException e) {
      halt(e);
    }
  }

  void committed(long first, List<GroupCommitLog.Proposed> group) {
    serial.execute(
        () -> {
          long position = first;
          for (GroupCommitLog.Proposed each : group) {
            each.done().complete(position);
            deliver(position++, each.record());
          }
        });
  }

  void refused(List<GroupCommitLog.Proposed> group, MeshException reason) {
    serial.execute(() -> group.forEach(each -> each.done().completeExceptionally(reason)));
  }

  private void deliver(long position, Bytes record) {
    GroupCommitLog.Delivery consumer = delivery;
    if (consumer == null || position <= delivered || halted != null) {
      return;
    }
    try {
      consumer.deliver(position, record);
      delivered = position;
    } catch (RuntimeException | Error e) {
      halt(e);
    }
  }

  /** Nothing is skipped: what follows is delivered after the next start. */
  private void halt(Throwable e) {
    halted = e;
    LOG.error("Delivery halted after position {}", delivered, e);
  }

  @Nullable Throwable halted() {
    return halted;
  }

  @Override
  public void close() {
    serial.close();
  }
}
