package io.cmesh.client.cli;

import io.cmesh.client.MeshClient;
import io.cmesh.client.MeshRequest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/** One run of load. Used once, by one thread; answers come in on others. */
final class LoadRun {
  private static final int PROGRESS_EVERY = 256;

  private final MeshClient client;
  private final List<String> fqmns;
  private final Latencies latencies = new Latencies();
  private final Map<String, LongAdder> statuses = new ConcurrentHashMap<>();

  LoadRun(MeshClient client, List<String> fqmns) {
    this.client = client;
    this.fqmns = fqmns;
  }

  /**
   * What came of it.
   *
   * @param statuses how often each came; {@code none} where the connection broke
   */
  record Result(Latencies latencies, Map<String, Long> statuses, double seconds) {
    long errors() {
      return statuses.entrySet().stream()
          .filter(entry -> !entry.getKey().startsWith("2"))
          .mapToLong(Map.Entry::getValue)
          .sum();
    }
  }

  Result go(int count, int inFlight, double rate, Progress progress) {
    Semaphore slots = new Semaphore(inFlight);
    long start = System.nanoTime();
    for (int i = 0; i < count; i++) {
      long planned = rate > 0 ? start + (long) (i * 1e9 / rate) : 0;
      waitUntil(planned);
      slots.acquireUninterruptibly();
      send(fqmns.get(i % fqmns.size()), rate > 0 ? planned : System.nanoTime(), slots);
      if (i % PROGRESS_EVERY == 0) {
        progress.show(i, count, latencies.count() / seconds(start));
      }
    }
    slots.acquireUninterruptibly(inFlight);
    double seconds = seconds(start);
    progress.end();
    Map<String, Long> counted = new TreeMap<>();
    statuses.forEach((status, times) -> counted.put(status, times.sum()));
    return new Result(latencies, counted, seconds);
  }

  private void send(String fqmn, long from, Semaphore slots) {
    client
        .messageAsync(MeshRequest.of(fqmn))
        .whenComplete(
            (answer, error) -> {
              latencies.add(System.nanoTime() - from);
              count(error == null ? String.valueOf(answer.status()) : "none");
              slots.release();
            });
  }

  private void count(String status) {
    statuses.computeIfAbsent(status, ignored -> new LongAdder()).increment();
  }

  private static void waitUntil(long nanoTime) {
    for (long left = nanoTime - System.nanoTime();
        nanoTime != 0 && left > 0;
        left = nanoTime - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private static double seconds(long startNanos) {
    return Math.max(1, System.nanoTime() - startNanos) / 1e9;
  }
}
