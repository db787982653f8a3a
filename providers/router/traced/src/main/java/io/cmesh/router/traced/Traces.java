package io.cmesh.router.traced;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses which requests are traced, logs their traces and keeps the last of them, in bounded
 * memory. Thread-safe; requests that are not traced take no lock.
 */
final class Traces {
  private static final Logger LOG = LoggerFactory.getLogger(Traces.class);

  private final long sampleEvery;
  private final int most;
  private final AtomicLong asked = new AtomicLong();
  private final LongAdder refused = new LongAdder();
  private final Deque<Trace> kept = new ArrayDeque<>();
  private long added;

  /**
   * @param sampleEvery one of so many is traced; 0: none
   * @param most kept
   */
  Traces(long sampleEvery, int most) {
    this.sampleEvery = sampleEvery;
    this.most = most;
  }

  /** Counts a request; whether it is to be traced: the first is, and then one of so many. */
  boolean isNextTraced() {
    long before = asked.getAndIncrement();
    return sampleEvery > 0 && before % sampleEvery == 0;
  }

  /** Counts a request for which there is no way. */
  void refused() {
    refused.increment();
  }

  void add(Trace trace) {
    LOG.info("{}", trace.line());
    synchronized (kept) {
      if (kept.size() == most) {
        kept.removeFirst();
      }
      kept.addLast(trace);
      added++;
    }
  }

  /** What was routed, and the slowest way of those kept. */
  String summary() {
    String counts = "routed " + asked.get() + ", refused " + refused.sum();
    synchronized (kept) {
      return counts
          + ", traced "
          + added
          + kept.stream()
              .max(Comparator.comparing(Trace::took))
              .map(slowest -> "; slowest of the last " + kept.size() + ": " + told(slowest))
              .orElse("");
    }
  }

  private static String told(Trace trace) {
    String of = trace.message().isEmpty() ? "" : " of message " + trace.message();
    return trace.asked() + of + ", " + trace.micros() + " µs, " + trace.outcome();
  }

  void forget() {
    synchronized (kept) {
      kept.clear();
    }
  }
}
