package io.cmesh.events.local;

import io.cmesh.api.error.MeshException;
import io.cmesh.api.events.StreamInfo;
import io.cmesh.api.events.StreamSpec;
import io.cmesh.log.SegmentInfo;
import io.cmesh.log.SegmentedLog;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stream. Publishers queue batches; its one writing thread appends all that wait, forces the
 * log once for them, and only then lets them be seen. So one fsync serves everybody who came while
 * the one before ran, and nothing that is seen can be lost.
 */
final class EventStream {
  private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);

  private final StreamOpening opening;
  private final SegmentedLog log;
  private final SubjectIndex index;
  private final SealedSegments sealed;
  private final ConcurrentLinkedQueue<Batch> queue = new ConcurrentLinkedQueue<>();
  private final AtomicLong queuedBytes = new AtomicLong();
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();
  private volatile StreamSpec spec;
  private volatile long visible;
  private volatile @Nullable MeshException failure;
  private volatile boolean closed;

  EventStream(StreamOpening opening, StreamSpec spec, StreamOpening.Opened opened) {
    this.opening = opening;
    this.spec = spec;
    this.log = opened.log();
    this.index = opened.index();
    this.sealed = opened.sealed();
    this.visible = log.lastSequence();
    keepWithinBytes();
  }

  StreamSpec spec() {
    return spec;
  }

  /** The key of its subjects' hash. */
  long key() {
    return opening.key();
  }

  SubjectHash hash() {
    return opening.hash();
  }

  SegmentedLog log() {
    return log;
  }

  SubjectIndex index() {
    return index;
  }

  /** The newest event that may be seen. */
  long visible() {
    return visible;
  }

  /** What the last write failed with; null where it did not. */
  @Nullable MeshException failure() {
    return failure;
  }

  void change(StreamSpec changed) {
    spec = changed;
    opening.writer().execute(this::keepWithinBytes);
  }

  StreamInfo info() {
    return new StreamInfo(
        spec, Math.min(log.firstSequence(), visible + 1), visible, log.sizeBytes());
  }

  /** Queues a batch; its stage completes once it is on disk. */
  void publish(Batch batch) {
    if (queuedBytes.addAndGet(batch.bytes()) > opening.queueBytes() && !queue.isEmpty()) {
      long waiting = queuedBytes.addAndGet(-batch.bytes());
      throw EventErrors.tooMany(waiting);
    }
    queue.add(batch);
    if (closed || !schedule()) {
      failAll(drain(), EventErrors.closed());
    }
  }

  private boolean schedule() {
    if (scheduled.compareAndSet(false, true)) {
      try {
        opening.writer().execute(this::writeGroup);
      } catch (RejectedExecutionException e) {
        return false; // closed a moment ago; the caller fails what waits
      }
    }
    return true;
  }

  private List<Batch> drain() {
    List<Batch> group = new ArrayList<>();
    Batch batch;
    while ((batch = queue.poll()) != null) {
      queuedBytes.addAndGet(-batch.bytes());
      group.add(batch);
    }
    return group;
  }

  private void writeGroup() {
    scheduled.set(false);
    List<Batch> group = drain();
    if (!group.isEmpty()) {
      write(group);
    }
  }

  /** Stores a group and lets it be seen; on the writing thread. */
  void write(List<Batch> group) {
    try {
      store(group);
    } catch (RuntimeException e) {
      takeBack(e);
      failAll(group, e);
      return;
    }
    failure = null;
    show(group);
  }

  private void store(List<Batch> group) {
    for (Batch batch : group) {
      for (int i = 0; i < batch.size(); i++) {
        log.append(batch.record(i));
      }
    }
    if (opening.fsync()) {
      log.force();
    } else {
      log.flush();
    }
  }

  /** Leaves nothing of a group that failed, so that a retry does not double its first events. */
  private void takeBack(RuntimeException reason) {
    // Once, until it works again: on a full disk groups fail many times a second.
    if (failure == null) {
      LOG.error("Stream {}: a group of events could not be written", spec.name(), reason);
    }
    if (reason instanceof MeshException refusal) {
      failure = refusal;
    }
    try {
      if (log.lastSequence() > visible) {
        log.truncateAfter(visible);
      }
    } catch (RuntimeException e) {
      // A log that has failed takes nothing any more; what is on disk shows at the next start.
      reason.addSuppressed(e);
    }
  }

  private static void failAll(List<Batch> group, RuntimeException reason) {
    group.forEach(batch -> batch.done().completeExceptionally(reason));
  }

  /** Lets a group be seen, in order. */
  private void show(List<Batch> group) {
    long sequence = visible;
    for (Batch batch : group) {
      for (int i = 0; i < batch.size(); i++) {
        sequence++;
        SegmentInfo before = sealed.endingBefore(sequence);
        if (before != null && isAsItWas(before)) {
          index.seal(before);
        }
        index.add(batch.hash(i), sequence);
      }
    }
    long first = visible;
    visible = sequence;
    complete(group, first);
    keepWithinBytes();
    subscriptions.forEach(Subscription::signal);
  }

  private boolean isAsItWas(SegmentInfo segment) {
    return log.segments().stream()
        .anyMatch(
            now ->
                now.firstSequence() == segment.firstSequence()
                    && now.lastSequence() == segment.lastSequence());
  }

  private static void complete(List<Batch> group, long before) {
    long last = before;
    for (Batch batch : group) {
      last += batch.size();
      batch.done().complete(last);
    }
  }

  /** Drops the oldest segments while the stream is too large. */
  private void keepWithinBytes() {
    if (log.sizeBytes() <= spec.maxBytes()) {
      return;
    }
    List<SegmentInfo> segments = log.segments();
    long size = log.sizeBytes();
    int drop = 0;
    while (drop < segments.size() - 1 && size > spec.maxBytes()) {
      size -= segments.get(drop++).bytes();
    }
    if (drop > 0) {
      segments.subList(0, drop).forEach(index::drop);
      log.cutBefore(segments.get(drop).firstSequence());
    }
  }

  /** Runs where no event is being written; throws CMESH-EVL-009 where the stream is closed. */
  void betweenGroups(Runnable task) {
    try {
      opening.writer().execute(task);
    } catch (RejectedExecutionException e) {
      throw EventErrors.closed();
    }
  }

  /** Forgets every event and goes on with {@code first}, durably; on the writing thread. */
  void restartAt(long first) {
    log.restartAt(first);
    index.restartAt(first);
    visible = first - 1;
  }

  Subscription subscribe(Subscription subscription) {
    subscriptions.add(subscription);
    subscription.signal();
    return subscription;
  }

  void unsubscribe(Subscription subscription) {
    subscriptions.remove(subscription);
  }

  /** Writes what waits, then ends. */
  void close() {
    closed = true;
    subscriptions.forEach(Subscription::close);
    opening.writer().close();
    failAll(drain(), EventErrors.closed());
    index.close();
    log.close();
  }
}
