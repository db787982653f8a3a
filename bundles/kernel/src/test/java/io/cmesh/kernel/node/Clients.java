package io.cmesh.kernel.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cmesh.api.Bytes;
import io.cmesh.api.message.Message;
import io.cmesh.api.message.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** Clients that write and read what they wrote, until closed; each checks its own history. */
final class Clients implements AutoCloseable {
  private final List<Client> clients = new ArrayList<>();
  private final List<Future<?>> running = new ArrayList<>();
  private final ExecutorService pool;

  /** Begins with so many. */
  Clients(TestNode node, int count) throws Exception {
    pool = Executors.newFixedThreadPool(count);
    for (int i = 1; i <= count; i++) {
      Client client = new Client(node.person(), i);
      clients.add(client);
      running.add(
          pool.submit(
              () -> {
                client.run();
                return null;
              }));
    }
  }

  /** Waits until every one has made so many more calls. */
  void goOn(int more) {
    for (Client c : clients) {
      long enough = c.calls.get() + more;
      await().atMost(TestNode.soon()).until(() -> c.calls.get() >= enough);
    }
  }

  /** Stops them; what was not answered as it should be. */
  List<String> stop() {
    clients.forEach(c -> c.stop.set(true));
    for (Future<?> r : running) {
      ended(r);
    }
    pool.shutdown();
    return clients.stream().flatMap(c -> c.failures.stream()).toList();
  }

  private static void ended(Future<?> client) {
    try {
      client.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new AssertionError("a client failed", e.getCause());
    }
  }

  /** How long the slowest call took. */
  Duration slowest() {
    return Duration.ofNanos(clients.stream().mapToLong(c -> c.slowest.get()).max().orElse(0));
  }

  /** Every acknowledged write is there, in this node or in the next one in its home. */
  void requireAll(TestNode node) throws Exception {
    for (Client c : clients) {
      TestNode.Person person = node.as(c.person);
      for (Map.Entry<String, String> e : c.acknowledged.entrySet()) {
        Message read = person.call("0xS:0x00" + c.number + ":" + e.getKey());
        assertThat(read.payload().utf8()).isEqualTo(e.getValue());
      }
    }
  }

  @Override
  public void close() {
    stop();
  }

  private static final class Client {
    private final TestNode.Person person;
    private final int number;
    private final Map<String, String> acknowledged = new ConcurrentHashMap<>();
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final AtomicLong calls = new AtomicLong();
    private final AtomicLong slowest = new AtomicLong();
    private final AtomicBoolean stop = new AtomicBoolean();

    Client(TestNode.Person person, int number) {
      this.person = person;
      this.number = number;
    }

    void run() throws Exception {
      for (int i = 0; !stop.get(); i++) {
        String key = "k" + i % 50;
        String value = "\"" + i + "\"";
        Message written = timed("0xSW:0x00" + number + ":" + key + ":" + value);
        if (written.status() == Status.OK) {
          acknowledged.put(key, value);
        }
        Message read = timed("0xS:0x00" + number + ":" + key);
        if (read.status() == Status.OK && !read.payload().equals(Bytes.utf8(value))) {
          failures.add(key + " is " + read.payload().utf8() + " (expected: " + value + ")");
        }
      }
    }

    private Message timed(String fqmn) throws Exception {
      long began = System.nanoTime();
      Message answer = person.call(fqmn);
      slowest.accumulateAndGet(System.nanoTime() - began, Math::max);
      calls.incrementAndGet();
      if (answer.status() != Status.OK) {
        failures.add(fqmn + ": " + answer.status() + " " + answer.payload().utf8());
      }
      return answer;
    }
  }
}
