package io.cmesh.kernel.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cmesh.api.Cancellable;
import io.cmesh.api.message.Status;
import io.cmesh.api.provider.Disk;
import io.cmesh.api.provider.Health;
import io.cmesh.api.provider.Role;
import io.cmesh.runtime.JdkDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The process is killed before each change on disk of a swap, and started again. */
class KilledSwapTest {
  private static final Set<String> CHANGES =
      Set.of("move", "delete", "forceDirectory", "write", "truncate");
  private static final String HISTORY = "swaps.jsonl";

  @TempDir Path home;
  @TempDir Path elsewhere;

  private record Kill(Path home, int acknowledged, String before) {}

  private final List<Kill> kills = new ArrayList<>();
  private volatile boolean killing;
  private volatile int acknowledged;

  /** A disk behind which the home is copied before each change: what a kill leaves there. */
  private <T> T before(Class<T> type, T real, String file) {
    Object stand =
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              String on = arguments != null && arguments[0] instanceof Path p ? p.toString() : file;
              if (killing && CHANGES.contains(method.getName()) && !on.contains(HISTORY)) {
                kill(method.getName() + " " + on);
              }
              Object result = call(real, method, arguments);
              return result instanceof Disk.DiskFile opened
                  ? before(Disk.DiskFile.class, opened, on)
                  : result;
            });
    return type.cast(stand);
  }

  private static Object call(Object real, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(real, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private synchronized void kill(String before) {
    try {
      int count = acknowledged;
      Path copy = TestNode.copy(home, elsewhere.resolve("kill-" + kills.size()));
      kills.add(new Kill(copy, count, before));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(TestNode node, TestNode.Person ann, int to) throws Exception {
    for (int i = acknowledged; i < to; i++) {
      assertThat(ann.call("0xSW:0x001:k" + i + ":" + i).status()).isEqualTo(Status.OK);
      acknowledged = i + 1;
    }
    assertThat(node.node.admin().status().health().grade()).isNotEqualTo(Health.Grade.DOWN);
  }

  @ParameterizedTest
  @CsvSource({
    "STATE, memory, rocksdb",
    "STATE, rocksdb, memory",
    "EVENTS, local, memory",
    "EVENTS, memory, local",
    "CONSENSUS, solo, mock",
    "CONSENSUS, mock, solo"
  })
  void whatWasAcknowledgedIsThereOnceAndTheRightOneServes(Role role, String from, String to)
      throws Exception {
    String[] roles =
        role == Role.STATE
            ? new String[] {"state = " + from}
            : new String[] {"state = memory", role.text() + " = " + from};
    TestNode.Person known;
    try (TestNode node = TestNode.start(home, roles)) {
      known = node.person();
      write(node, known, 5);
    }
    try (TestNode node = TestNode.start(home, before(Disk.class, new JdkDisk(), ""), roles)) {
      TestNode.Person ann = node.as(known);
      write(node, ann, 10);
      killing = true;
      TestNode.get(node.node.admin().swap(role, to, node.operator()));
      write(node, ann, 12);
      TestNode.get(node.node.admin().rollback(role, node.operator()));
      write(node, ann, 14);
      killing = false;
    }
    assertThat(kills).hasSizeGreaterThan(5);
    int step = Math.max(1, kills.size() / 25);
    for (int i = 0; i < kills.size(); i += step) {
      requireAll(kills.get(i), known, roles);
    }
  }

  private void requireAll(Kill kill, TestNode.Person known, String... roles) throws Exception {
    String assembly = Files.readString(kill.home.resolve("assembly.json"));
    try (TestNode node = TestNode.start(kill.home, roles)) {
      TestNode.Person ann = node.as(known);
      for (int i = 0; i < kill.acknowledged; i++) {
        assertThat(ann.call("0xS:0x001:k" + i).payload().utf8())
            .as("k%d, killed before: %s; %s", i, kill.before, assembly)
            .isEqualTo(String.valueOf(i));
      }
      requireEvents(node, ann, kill, assembly);
      assertThat(ann.call("0xSW:0x001:after:1").status()).isEqualTo(Status.OK);
    }
  }

  // A bus in memory begins anew with each process.
  private static void requireEvents(TestNode node, TestNode.Person ann, Kill kill, String assembly)
      throws Exception {
    if (assembly.contains("events-memory")) {
      return;
    }
    List<String> seen = new CopyOnWriteArrayList<>();
    try (Cancellable following =
        node.node
            .events()
            .follow(
                ann.token,
                "events.state.contracts.0x001.>",
                1,
                e -> seen.add(e.payload().utf8()),
                e -> seen.add("ended"))) {
      assertThat(following).isNotNull();
      await()
          .atMost(TestNode.soon())
          .untilAsserted(
              () -> {
                List<String> wanted = new ArrayList<>();
                for (int i = 0; i < kill.acknowledged; i++) {
                  wanted.add(String.valueOf(i));
                }
                assertThat(seen.subList(0, Math.min(seen.size(), wanted.size())))
                    .as("killed before: %s; %s", kill.before, assembly)
                    .isEqualTo(wanted);
              });
      assertThat(seen).doesNotHaveDuplicates();
    }
  }
}
