package io.cmesh.itests.soak;

import java.time.Instant;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** What clients, subscribers and the driver found. Thread-safe. */
final class Findings {
  /** The name under which calls without a swap beside them are counted. */
  static final String NONE = "none";

  private static final int ENOUGH = 20;

  private final Queue<String> faults = new ConcurrentLinkedQueue<>();
  private final Map<String, Latencies> latencies = new ConcurrentHashMap<>();
  private final AtomicLong calls = new AtomicLong();
  private final AtomicLong swaps = new AtomicLong();
  private final AtomicLong events = new AtomicLong();
  private volatile String swapped = NONE;
  private volatile boolean stopped;

  /** Something that must not happen did. */
  void fault(String what) {
    if (faults.size() < ENOUGH) {
      faults.add(Instant.now() + " " + what + " (swap under way: " + swapped + ")");
    }
    if (faults.size() >= ENOUGH) {
      stopped = true;
    }
  }

  Queue<String> faults() {
    return faults;
  }

  /** From now on calls are counted beside a swap of this role, or {@link #NONE}. */
  void beside(String role) {
    swapped = role;
  }

  String beside() {
    return swapped;
  }

  /** One call was answered; it began beside {@code role}. */
  void called(String role, long nanos) {
    String now = swapped;
    latencies.computeIfAbsent(role.equals(NONE) ? now : role, r -> new Latencies()).add(nanos);
    calls.incrementAndGet();
  }

  void swapped() {
    swaps.incrementAndGet();
  }

  void event() {
    events.incrementAndGet();
  }

  long calls() {
    return calls.get();
  }

  long swaps() {
    return swaps.get();
  }

  long events() {
    return events.get();
  }

  void stop() {
    stopped = true;
  }

  boolean isStopped() {
    return stopped;
  }

  Map<String, Latencies> latencies() {
    return new TreeMap<>(latencies);
  }
}
