package io.cmesh.kernel.keys;

import java.util.HashMap;
import java.util.Map;

/**
 * Remembers ids until they end, a bounded number of them. Thread-safe.
 *
 * <p>Never forgets one early: when it is full it takes no more.
 */
final class ReplayCache {
  enum Outcome {
    NEW,
    SEEN,
    FULL
  }

  private final int maxEntries;
  private final Map<String, Long> ends = new HashMap<>();
  private long nextSweepMillis = Long.MIN_VALUE;

  ReplayCache(int maxEntries) {
    this.maxEntries = maxEntries;
  }

  /** Remembers {@code id} until {@code endMillis}. */
  synchronized Outcome add(String id, long endMillis, long nowMillis) {
    if (ends.size() >= maxEntries || nowMillis >= nextSweepMillis) {
      ends.values().removeIf(end -> end <= nowMillis);
      nextSweepMillis = nowMillis + 1_000;
    }
    if (ends.containsKey(id)) {
      return Outcome.SEEN;
    }
    if (ends.size() >= maxEntries) {
      return Outcome.FULL;
    }
    ends.put(id, endMillis);
    return Outcome.NEW;
  }

  synchronized int size() {
    return ends.size();
  }
}
