package io.cmesh.kernel.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cmesh.api.Bytes;
import io.cmesh.api.Cancellable;
import io.cmesh.api.message.Message;
import io.cmesh.api.message.Status;
import io.cmesh.api.node.SwapReport;
import io.cmesh.api.node.SwapReport.Outcome;
import io.cmesh.api.node.SwapStep;
import io.cmesh.api.node.SwapStep.Step;
import io.cmesh.api.provider.Role;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HotSwapTest {
  @TempDir Path home;

  private static void swap(TestNode node, Role role, String provider) throws Exception {
    TestNode.get(node.node.admin().swap(role, provider, node.operator()));
  }

  private static SwapReport newest(TestNode node) {
    return node.node.admin().swaps(1, node.operator()).get(0);
  }

  /** Writes and reads until told to stop; what was acknowledged, by key. */
  private static final class Client {
    final Map<String, String> acknowledged = new ConcurrentHashMap<>();
    final List<String> failures = new ArrayList<>();
    final AtomicLong calls = new AtomicLong();
    final AtomicBoolean stop = new AtomicBoolean();

    void run(TestNode.Person person, int number) throws Exception {
      for (int i = 0; !stop.get(); i++) {
        String key = "k" + number + "-" + i % 50;
        String value = "\"" + i + "\"";
        Message written = person.call("0xSW:0x00" + number + ":" + key + ":" + value);
        note(written, "write " + key);
        acknowledged.put(key, value);
        Message read = person.call("0xS:0x00" + number + ":" + key);
        note(read, "read " + key);
        if (!read.payload().equals(Bytes.utf8(value))) {
          failures.add(key + " is " + read.payload().utf8() + " (expected: " + value + ")");
        }
      }
    }

    private void note(Message answer, String what) {
      calls.incrementAndGet();
      if (answer.status() != Status.OK) {
        failures.add(what + ": " + answer.status() + " " + answer.payload().utf8());
      }
    }
  }

  private interface Swapping {
    void run() throws Exception;
  }

  /** Clients call while somebody swaps; no call may fail, and every write must be there. */
  private static void underLoad(TestNode node, Swapping swapping) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(4);
    List<Client> clients = new ArrayList<>();
    List<Future<?>> running = new ArrayList<>();
    List<TestNode.Person> persons = new ArrayList<>();
    try {
      for (int i = 1; i <= 4; i++) {
        int number = i;
        TestNode.Person person = node.person();
        persons.add(person);
        Client client = new Client();
        clients.add(client);
        running.add(
            pool.submit(
                () -> {
                  client.run(person, number);
                  return null;
                }));
      }
      swapping.run();
      for (Client c : clients) {
        long enough = c.calls.get() + 50;
        await().atMost(TestNode.soon()).until(() -> c.calls.get() > enough);
      }
    } finally {
      clients.forEach(c -> c.stop.set(true));
      for (Future<?> r : running) {
        r.get();
      }
      pool.shutdown();
    }
    for (int i = 1; i <= 4; i++) {
      Client client = clients.get(i - 1);
      assertThat(client.failures).isEmpty();
      assertThat(client.calls.get()).isGreaterThan(100);
      for (Map.Entry<String, String> e : client.acknowledged.entrySet()) {
        Message read = persons.get(i - 1).call("0xS:0x00" + i + ":" + e.getKey());
        assertThat(read.payload().utf8()).isEqualTo(e.getValue());
      }
    }
  }

  @Test
  void stateMovesThereAndBackWhileClientsWrite() throws Exception {
    try (TestNode node = TestNode.start(home)) {
      underLoad(
          node,
          () -> {
            for (int i = 0; i < 3; i++) {
              swap(node, Role.STATE, "memory");
              swap(node, Role.STATE, "rocksdb");
            }
          });
      assertThat(newest(node).outcome()).isEqualTo(Outcome.WATCHED);
      assertThat(newest(node).steps())
          .extracting(SwapStep::step)
          .containsExactly(
              Step.PLAN, Step.INSTALL, Step.OPEN, Step.COPY, Step.VERIFY, Step.FLIP, Step.WATCH);
    }
  }

  @Test
  void theLogMovesThereAndBackWhileClientsWrite() throws Exception {
    try (TestNode node = TestNode.start(home)) {
      underLoad(
          node,
          () -> {
            for (int i = 0; i < 3; i++) {
              swap(node, Role.CONSENSUS, "mock");
              swap(node, Role.CONSENSUS, "solo");
            }
          });
      assertThat(newest(node).outcome()).isEqualTo(Outcome.DONE);
    }
  }

  @Test
  void streamsMoveThereAndBackAndFollowersSeeEveryEventOnceInOrder() throws Exception {
    try (TestNode node = TestNode.start(home)) {
      TestNode.Person person = node.person();
      List<Long> seen = Collections.synchronizedList(new ArrayList<>());
      List<String> payloads = Collections.synchronizedList(new ArrayList<>());
      try (Cancellable following =
          node.node
              .events()
              .follow(
                  person.token,
                  "events.state.contracts.0x009.>",
                  0,
                  event -> {
                    seen.add(event.sequence());
                    payloads.add(event.payload().utf8());
                  },
                  ended -> payloads.add("ended: " + ended.text()))) {
        assertThat(following).isNotNull();
        List<String> written = new ArrayList<>();
        underLoad(
            node,
            () -> {
              for (int i = 0; i < 3; i++) {
                swap(node, Role.EVENTS, "memory");
                written.add(write(person, i * 2));
                swap(node, Role.EVENTS, "local");
                written.add(write(person, i * 2 + 1));
              }
            });
        await().atMost(TestNode.soon()).until(() -> payloads.size() >= written.size());
        assertThat(payloads).isEqualTo(written);
        assertThat(seen).isSorted().doesNotHaveDuplicates();
      }
    }
  }

  private static String write(TestNode.Person person, int i) throws Exception {
    assertThat(person.call("0xSW:0x009:k:\"" + i + "\"").status()).isEqualTo(Status.OK);
    return "\"" + i + "\"";
  }

  @Test
  void aNodeThatIsKilledAfterItsLogWasReplacedReadsTheSealedOneFirst() throws Exception {
    TestNode killed = TestNode.start(home, "state = memory");
    TestNode.Person person = killed.person();
    assertThat(person.call("0xSW:0x001:a:\"before\"").status()).isEqualTo(Status.OK);
    swap(killed, Role.CONSENSUS, "mock");
    assertThat(person.call("0xSW:0x001:b:\"after\"").status()).isEqualTo(Status.OK);
    killed.abandon();
    try (TestNode again = TestNode.start(home, "state = memory", "consensus = mock")) {
      TestNode.Person same = again.as(person);
      assertThat(same.call("0xS:0x001:a").payload().utf8()).isEqualTo("\"before\"");
      assertThat(same.call("0xS:0x001:b").payload().utf8()).isEqualTo("\"after\"");
    }
  }

  @Test
  void sealedLogsAreForgottenOnceTheStateIsDurableBeyondThem() throws Exception {
    Files.createDirectories(home.resolve("etc"));
    Files.writeString(home.resolve("etc/io.cmesh.kernel.cfg"), "swap.sealed.keep = 1s");
    try (TestNode node = TestNode.start(home)) {
      swap(node, Role.CONSENSUS, "mock");
      swap(node, Role.CONSENSUS, "solo");
      assertThat(Files.readString(home.resolve("assembly.json"))).contains("consensus-mock-");

      await()
          .atMost(TestNode.soon())
          .until(() -> Files.readString(home.resolve("assembly.json")).contains("\"sealed\":[]"));
    }
  }

  @Test
  void aWatchedSwapGoesBackWithoutACopy() throws Exception {
    try (TestNode node = TestNode.start(home)) {
      TestNode.Person person = node.person();
      swap(node, Role.STATE, "memory");
      assertThat(person.call("0xSW:0x001:a:\"1\"").status()).isEqualTo(Status.OK);
      TestNode.get(node.node.admin().rollback(Role.STATE, node.operator()));
      assertThat(newest(node).outcome()).isEqualTo(Outcome.ROLLED_BACK);
      assertThat(node.node.admin().roles())
          .filteredOn(r -> r.role() == Role.STATE)
          .singleElement()
          .satisfies(r -> assertThat(r.provider()).isEqualTo("rocksdb"));
      assertThat(person.call("0xS:0x001:a").payload().utf8()).isEqualTo("\"1\"");
    }
  }

  @Test
  void theHistoryOutlivesTheNode() throws Exception {
    try (TestNode node = TestNode.start(home)) {
      swap(node, Role.IAM, "mock");
    }
    try (TestNode node = TestNode.start(home, "iam = mock")) {
      assertThat(newest(node).to()).startsWith("mock/");
      assertThat(newest(node).outcome()).isEqualTo(Outcome.DONE);
    }
  }
}
