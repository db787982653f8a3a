package ${package};

import io.cmesh.api.Bytes;
import io.cmesh.api.consensus.Consensus;
import io.cmesh.api.consensus.LogConsumer;
import io.cmesh.api.consensus.LogEntry;
import io.cmesh.api.consensus.Member;
import io.cmesh.api.consensus.Proposal;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import io.cmesh.api.provider.Health;
import io.cmesh.api.provider.Instance;
import io.cmesh.api.provider.Opening;
import io.cmesh.api.provider.Scheduler.Serial;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A log of one member, in the heap: what is proposed is committed at once, in the order of arrival,
 * and delivered by one thread. Thread-safe, by one lock; the consumer is called without it.
 */
final class MemoryLog implements Consensus, Instance<Consensus> {
  private static final int MAX_BYTES = 4 << 20;

  private final String self;
  private final Serial deliveries;
  private final NavigableMap<Long, LogEntry> entries = new TreeMap<>();
  private long last;
  private long sizeBytes;
  private boolean closed;
  private @Nullable LogConsumer consumer;

  MemoryLog(Opening opening) {
    this.self = opening.transport().self();
    this.deliveries = opening.scheduler().serial("${name}-deliver");
  }

  @Override
  public synchronized void start(long after, LogConsumer to) {
    requireOpen();
    if (consumer != null) {
      throw new IllegalStateException("consensus/${name}: started twice (expected: once)");
    }
    if (after + 1 < firstPosition()) {
      throw new MeshException(
          Status.CONFLICT,
          "${name.toUpperCase()}-001",
          "the log begins at " + firstPosition() + " (expected: " + (after + 1) + ")");
    }
    consumer = to;
    entries.tailMap(after, false).values().forEach(entry -> deliver(to, entry));
  }

  private void deliver(LogConsumer to, LogEntry entry) {
    deliveries.execute(() -> to.deliver(entry));
  }

  @Override
  public synchronized CompletionStage<Long> propose(Proposal proposal) {
    requireOpen();
    Bytes data = proposal.data();
    if (data.size() > MAX_BYTES) {
      return CompletableFuture.failedFuture(
          new MeshException(
              Status.TOO_LARGE,
              "${name.toUpperCase()}-002",
              "a proposal of " + data.size() + " bytes (expected: at most " + MAX_BYTES + ")"));
    }
    LogEntry entry = new LogEntry(++last, self, self, data);
    entries.put(last, entry);
    sizeBytes += data.size();
    LogConsumer to = consumer;
    if (to != null) {
      deliver(to, entry);
    }
    return CompletableFuture.completedFuture(last);
  }

  @Override
  public synchronized CompletionStage<Long> readBarrier() {
    return CompletableFuture.completedFuture(last);
  }

  @Override
  public synchronized long lastPosition() {
    return last;
  }

  @Override
  public synchronized long firstPosition() {
    return entries.isEmpty() ? last + 1 : entries.firstKey();
  }

  @Override
  public synchronized void cut(long position) {
    NavigableMap<Long, LogEntry> gone = entries.headMap(position, true);
    sizeBytes -= gone.values().stream().mapToLong(entry -> entry.data().size()).sum();
    gone.clear();
  }

  @Override
  public List<Member> members() {
    return List.of(new Member(self, "", true, 0));
  }

  @Override
  public synchronized long sizeBytes() {
    return sizeBytes;
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("consensus/${name}: closed (expected: no calls after close)");
    }
  }

  @Override
  public Consensus service() {
    return this;
  }

  @Override
  public synchronized Health health() {
    return closed ? Health.down("closed") : Health.OK;
  }

  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    deliveries.close();
  }
}
