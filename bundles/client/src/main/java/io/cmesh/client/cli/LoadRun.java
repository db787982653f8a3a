package io.cmesh.client.cli;

import io.cmesh.client.UnreachableException;
import io.cmesh.client.internal.HttpAnswers;
import io.cmesh.client.internal.PipedConnection;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One run of load, all of it on the thread that calls: a node on the same two processors should be
 * left as much of them as can be. Used once.
 */
final class LoadRun {
  private static final int MAX_CONNECTIONS = 64;
  private static final int PROGRESS_EVERY = 1024;
  private static final long STUCK_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final long BROKEN_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final URI node;
  private final LoadRequests requests;
  private final Latencies latencies = new Latencies();
  private final Map<Integer, Long> statuses = new TreeMap<>();
  private final List<PipedConnection> open = new ArrayList<>();
  private byte @Nullable [] firstError;
  private long unanswered;
  private int wanted;
  private int waiting;
  private long lastMove;

  LoadRun(URI node, LoadRequests requests) {
    this.node = node;
    this.requests = requests;
  }

  /**
   * What came of it.
   *
   * @param statuses how often each came; {@code none} where the connection broke
   * @param firstError the body of the first answer that is no 2xx
   */
  record Result(
      Latencies latencies,
      Map<String, Long> statuses,
      double seconds,
      Optional<byte[]> firstError) {
    long errors() {
      return statuses.entrySet().stream()
          .filter(entry -> !entry.getKey().startsWith("2"))
          .mapToLong(Map.Entry::getValue)
          .sum();
    }
  }

  /** Throws {@link UnreachableException} where nobody listens. */
  Result go(int count, int inFlight, double rate, Progress progress) {
    try (Selector selector = Selector.open()) {
      wanted = Math.min(inFlight, MAX_CONNECTIONS);
      while (open.size() < wanted) {
        open.add(connect(selector));
      }
      double seconds = run(selector, count, inFlight, rate, progress);
      return new Result(latencies, counted(), seconds, Optional.ofNullable(firstError));
    } catch (IOException e) {
      throw new UnreachableException(node, e);
    } finally {
      open.forEach(LoadRun::close);
    }
  }

  private PipedConnection connect(Selector selector) throws IOException {
    int port = node.getPort() < 0 ? 80 : node.getPort();
    return PipedConnection.open(new InetSocketAddress(node.getHost(), port), selector);
  }

  private double run(Selector selector, int count, int inFlight, double rate, Progress progress)
      throws IOException {
    long start = System.nanoTime();
    lastMove = start;
    int sent = 0;
    while (sent < count || waiting > 0) {
      long now = System.nanoTime();
      long planned = rate > 0 ? start + (long) (sent * 1e9 / rate) : now;
      if (sent < count && waiting < inFlight && planned <= now) {
        send(selector, planned);
        sent++;
        if (sent % PROGRESS_EVERY == 0) {
          progress.show(sent, count, latencies.count() / seconds(start));
        }
      } else {
        await(selector, sent < count && waiting < inFlight ? planned - now : STUCK_NANOS);
      }
    }
    double seconds = seconds(start);
    progress.end();
    return seconds;
  }

  private void send(Selector selector, long from) {
    PipedConnection connection;
    try {
      if (open.size() < wanted) {
        open.add(connect(selector));
      }
      connection = leastBusy();
    } catch (IOException e) {
      unanswered++;
      LockSupport.parkNanos(BROKEN_PAUSE_NANOS);
      return;
    }
    waiting++;
    lastMove = System.nanoTime();
    try {
      connection.send(requests.next(), from);
    } catch (IOException e) {
      broken(connection);
    }
  }

  // Requests that share a connection are answered one after the other, so an idle one is better.
  private PipedConnection leastBusy() {
    PipedConnection least = open.get(0);
    for (int i = 1; i < open.size() && least.waiting() > 0; i++) {
      if (open.get(i).waiting() < least.waiting()) {
        least = open.get(i);
      }
    }
    return least;
  }

  private void await(Selector selector, long nanos) throws IOException {
    long millis = TimeUnit.NANOSECONDS.toMillis(nanos);
    if (millis > 0) {
      selector.select(Math.min(millis, 1_000));
    } else {
      selector.selectNow();
      if (selector.selectedKeys().isEmpty()) {
        LockSupport.parkNanos(Math.min(nanos, 50_000));
      }
    }
    for (SelectionKey key : selector.selectedKeys()) {
      ready((PipedConnection) key.attachment());
    }
    selector.selectedKeys().clear();
    if (waiting > 0 && System.nanoTime() - lastMove > STUCK_NANOS) {
      List.copyOf(open).forEach(this::broken);
    }
  }

  private void ready(PipedConnection connection) {
    try {
      connection.ready(this::answered);
    } catch (IOException e) {
      broken(connection);
    }
  }

  private void answered(long from, HttpAnswers answers) {
    lastMove = System.nanoTime();
    latencies.add(lastMove - from);
    waiting--;
    statuses.merge(answers.status(), 1L, Long::sum);
    if (firstError == null && answers.status() / 100 != 2) {
      firstError = answers.body();
    }
  }

  private void broken(PipedConnection connection) {
    if (!open.remove(connection)) {
      return;
    }
    waiting -= connection.waiting();
    unanswered += connection.waiting();
    close(connection);
  }

  private static void close(PipedConnection connection) {
    try {
      connection.close();
    } catch (IOException e) {
      // It is of no use any more either way.
    }
  }

  private Map<String, Long> counted() {
    Map<String, Long> counted = new TreeMap<>();
    statuses.forEach((status, times) -> counted.put(status.toString(), times));
    if (unanswered > 0) {
      counted.put("none", unanswered);
    }
    return counted;
  }

  private static double seconds(long startNanos) {
    return Math.max(1, System.nanoTime() - startNanos) / 1e9;
  }
}
