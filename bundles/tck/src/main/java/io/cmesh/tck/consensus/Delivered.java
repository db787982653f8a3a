package io.cmesh.tck.consensus;

import io.cmesh.api.consensus.LogConsumer;
import io.cmesh.api.consensus.LogEntry;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/** Keeps what is delivered, and notes a delivery beside another. */
final class Delivered implements LogConsumer {
  private final List<LogEntry> entries = new CopyOnWriteArrayList<>();
  private final AtomicInteger inside = new AtomicInteger();
  private volatile boolean overlapped;

  @Override
  public void deliver(LogEntry entry) {
    if (inside.incrementAndGet() != 1) {
      overlapped = true;
    }
    entries.add(entry);
    inside.decrementAndGet();
  }

  /** Waits until an entry with this position was delivered, or a later one. */
  Delivered upTo(long position) {
    Awaitility.await()
        .atMost(ConsensusRules.PATIENCE)
        .until(() -> !entries.isEmpty() && lastPosition() >= position);
    return this;
  }

  private long lastPosition() {
    return entries.get(entries.size() - 1).position();
  }

  List<LogEntry> entries() {
    return List.copyOf(entries);
  }

  List<Long> positions() {
    return entries.stream().map(LogEntry::position).toList();
  }

  List<String> texts() {
    return entries.stream().map(entry -> entry.data().utf8()).toList();
  }

  boolean overlapped() {
    return overlapped;
  }
}
