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
import io.cmesh.kernel.order.Failures;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the final hash of each message: appends it to the audit log and streams it to {@code
 * events.audit.<node>}, there in groups. While either takes none, writes are refused (503, with the
 * true cause) and reads go on. Events that cannot be published wait here and are tried again every
 * second; what cannot be kept at all is counted, and a gap leaf says how much once it works again.
 * Thread-safe.
 */
final class Recorder implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);
  private static final Duration FLUSH = Duration.ofMillis(20);
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final int GROUP = 512;
  private static final int MOST_WAITING = 100_000;

  private final AuditLog audit;
  private final Assemblies assemblies;
  private final Clock clock;
  private final String subject;
  private final Supplier<Health> outbox;
  private final ConcurrentLinkedQueue<NewEvent> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waitingCount = new AtomicInteger();
  private final AtomicBoolean flying = new AtomicBoolean();
  private final AtomicLong missed = new AtomicLong();
  private final Cancellable flushing;
  private volatile @Nullable MeshException unkept;
  private volatile @Nullable MeshException unpublished;
  // Of whoever holds flying alone.
  private List<NewEvent> unsent = List.of();
  private long retryAtMillis;

  /**
   * @param outbox how the events of commands get out
   */
  Recorder(
      AuditLog audit,
      Assemblies assemblies,
      Scheduler scheduler,
      Clock clock,
      String node,
      Supplier<Health> outbox) {
    this.audit = audit;
    this.assemblies = assemblies;
    this.clock = clock;
    this.subject = "events.audit." + node;
    this.outbox = outbox;
    this.flushing = scheduler.every(FLUSH, this::flush);
  }

  /** Throws 503 while writes could not be recorded, or their events not be stored. */
  void requireRecording() {
    MeshException leaf = unkept;
    if (leaf != null) {
      throw refusal("CMESH-KRN-014", "the audit log cannot be written: " + leaf.text(), leaf);
    }
    long count = missed.get();
    if (count > 0) {
      throw refusal("CMESH-KRN-015", count + " final hashes back up", null);
    }
    // A role that nobody fills says so itself.
    assemblies.current().events();
    MeshException event = unpublished;
    if (event != null) {
      throw refusal("CMESH-KRN-024", "events cannot be stored: " + event.text(), event);
    }
    Health health = outbox.get();
    if (health.grade() != Health.Grade.OK) {
      throw refusal("CMESH-KRN-024", health.text(), null);
    }
  }

  private static MeshException refusal(String code, String what, @Nullable MeshException cause) {
    String hint = cause == null ? "" : cause.hint().map(h -> " " + h).orElse("");
    MeshException.Builder refusal =
        MeshException.of(Status.UNAVAILABLE, code, what + "; writes wait until it works again")
            .hint("Reads go on. Look at the disk: cmesh doctor." + hint)
            .retryAfter(RETRY);
    return cause == null ? refusal.build() : refusal.cause(cause).build();
  }

  void take(Passage p) {
    keep('m', p.message().id(), p.finalHash());
  }

  /** Keeps a message's or control action's hash. */
  void keep(char kind, UUID id, Bytes hash) {
    try {
      audit.append(kind, id, clock.millis(), hash);
    } catch (MeshException e) {
      unkept = e;
      miss(e);
      return;
    }
    if (waitingCount.incrementAndGet() > MOST_WAITING) {
      waitingCount.decrementAndGet();
      miss(new MeshException(Status.UNAVAILABLE, "CMESH-KRN-015", "audit events back up"));
      return;
    }
    waiting.add(NewEvent.of(subject, Bytes.utf8("\"" + hash.hex() + "\"")));
    if (waitingCount.get() >= GROUP) {
      flush();
    }
  }

  private void miss(Throwable cause) {
    if (missed.getAndIncrement() == 0) {
      LOG.error("audit records are being missed; a gap leaf will say how many", cause);
    }
  }

  private void flush() {
    if (!flying.compareAndSet(false, true)) {
      return;
    }
    if (unpublished != null && clock.millis() < retryAtMillis) {
      flying.set(false);
      return;
    }
    List<NewEvent> group = unsent.isEmpty() ? next() : unsent;
    if (group.isEmpty()) {
      flying.set(false);
      closeGap();
      return;
    }
    publish(group);
  }

  private List<NewEvent> next() {
    List<NewEvent> group = new ArrayList<>();
    for (NewEvent e = waiting.poll();
        e != null;
        e = group.size() < GROUP * 4 ? waiting.poll() : null) {
      group.add(e);
    }
    waitingCount.addAndGet(-group.size());
    return group;
  }

  private void publish(List<NewEvent> group) {
    try {
      assemblies
          .live()
          .publish(group)
          .whenComplete(
              (sequence, failure) -> {
                landed(group, failure);
              });
    } catch (RuntimeException e) {
      landed(group, e);
    }
  }

  private void landed(List<NewEvent> group, @Nullable Throwable failure) {
    if (failure == null) {
      unsent = List.of();
      published();
    } else {
      if (unpublished == null) {
        LOG.error("final hashes cannot be published; tried again every second", failure);
      }
      unsent = group;
      retryAtMillis = clock.millis() + RETRY.toMillis();
      unpublished = Failures.of(failure);
    }
    flying.set(false);
    if (failure == null) {
      closeGap();
    }
  }

  private void published() {
    if (unpublished != null) {
      LOG.info("final hashes are published again");
      unpublished = null;
    }
  }

  private void closeGap() {
    long count = missed.get();
    if (count == 0 || unpublished != null) {
      return;
    }
    try {
      audit.append('g', new UUID(0, count), clock.millis(), Bytes.ofLong(count));
      audit.force();
      missed.addAndGet(-count);
      unkept = null;
      LOG.warn("the audit log works again; {} records are missing", count);
    } catch (MeshException e) {
      unkept = e;
      LOG.debug("the audit log still cannot be written", e);
    }
  }

  /** Whether everything is being kept. */
  Health health() {
    MeshException event = unpublished;
    if (event != null) {
      return Health.degraded("writes wait: events cannot be stored: " + event.text());
    }
    long count = missed.get();
    return count == 0 ? Health.OK : Health.degraded(count + " audit records missed");
  }

  @Override
  public void close() {
    flushing.close();
    flush();
  }
}
