package io.cmesh.kernel.dispatch;

import io.cmesh.api.Bytes;
import io.cmesh.api.Cancellable;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.events.NewEvent;
import io.cmesh.api.message.Status;
import io.cmesh.api.node.AuditLog;
import io.cmesh.api.provider.Health;
import io.cmesh.api.provider.Scheduler;
import io.cmesh.kernel.assembly.Assemblies;
import io.cmesh.kernel.assembly.Assembly;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the final hash of each message: appends it to the audit log and streams it to {@code
 * events.audit.<node>}, there in groups. What cannot be kept is counted, and a gap leaf says how
 * much once it works again; until then writes are refused (503), reads go on. Thread-safe.
 */
final class Recorder implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);
  private static final Duration FLUSH = Duration.ofMillis(20);
  private static final int GROUP = 512;
  private static final int MOST_WAITING = 100_000;

  private final AuditLog audit;
  private final Assemblies assemblies;
  private final Clock clock;
  private final String subject;
  private final ConcurrentLinkedQueue<NewEvent> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waitingCount = new AtomicInteger();
  private final AtomicBoolean flying = new AtomicBoolean();
  private final AtomicLong missed = new AtomicLong();
  private final Cancellable flushing;

  Recorder(AuditLog audit, Assemblies assemblies, Scheduler scheduler, Clock clock, String node) {
    this.audit = audit;
    this.assemblies = assemblies;
    this.clock = clock;
    this.subject = "events.audit." + node;
    this.flushing = scheduler.every(FLUSH, this::flush);
  }

  /** Throws 503 while writes could not be recorded. */
  void requireRecording() {
    if (missed.get() > 0) {
      throw MeshException.of(
              Status.UNAVAILABLE,
              "CMESH-KRN-014",
              "the audit log cannot be written: writes wait until it can")
          .hint("Look at the disk: cmesh doctor")
          .retryAfter(Duration.ofSeconds(2))
          .build();
    }
  }

  void take(Passage p) {
    keep('m', p.message().id(), p.finalHash());
  }

  /** Keeps a message's or control action's hash. */
  void keep(char kind, UUID id, Bytes hash) {
    try {
      audit.append(kind, id, clock.millis(), hash);
    } catch (MeshException e) {
      miss(1, e);
      return;
    }
    if (waitingCount.incrementAndGet() > MOST_WAITING) {
      waitingCount.decrementAndGet();
      miss(1, new MeshException(Status.UNAVAILABLE, "CMESH-KRN-015", "audit events back up"));
      return;
    }
    waiting.add(NewEvent.of(subject, Bytes.utf8("\"" + hash.hex() + "\"")));
    if (waitingCount.get() >= GROUP) {
      flush();
    }
  }

  private void miss(long count, Throwable cause) {
    if (missed.getAndAdd(count) == 0) {
      LOG.error("audit records are being missed; a gap leaf will say how many", cause);
    }
  }

  private void flush() {
    if (!flying.compareAndSet(false, true)) {
      return;
    }
    List<NewEvent> group = new ArrayList<>();
    for (NewEvent e = waiting.poll();
        e != null;
        e = group.size() < GROUP * 4 ? waiting.poll() : null) {
      group.add(e);
    }
    if (group.isEmpty()) {
      flying.set(false);
      closeGap();
      return;
    }
    waitingCount.addAndGet(-group.size());
    publish(group);
  }

  private void publish(List<NewEvent> group) {
    Assembly.Pin pin = assemblies.pin();
    try {
      pin.assembly()
          .events()
          .publish(group)
          .whenComplete(
              (sequence, failure) -> {
                pin.close();
                flying.set(false);
                if (failure != null) {
                  miss(group.size(), failure);
                } else {
                  closeGap();
                }
              });
    } catch (RuntimeException e) {
      pin.close();
      flying.set(false);
      miss(group.size(), e);
    }
  }

  private void closeGap() {
    long count = missed.get();
    if (count == 0) {
      return;
    }
    try {
      audit.append('g', new UUID(0, count), clock.millis(), Bytes.ofLong(count));
      audit.force();
      missed.addAndGet(-count);
      LOG.warn("the audit log works again; {} records are missing", count);
    } catch (MeshException e) {
      LOG.debug("the audit log still cannot be written", e);
    }
  }

  /** Whether everything is being kept. */
  Health health() {
    long count = missed.get();
    return count == 0 ? Health.OK : Health.degraded(count + " audit records missed");
  }

  @Override
  public void close() {
    flushing.close();
    flush();
  }
}
