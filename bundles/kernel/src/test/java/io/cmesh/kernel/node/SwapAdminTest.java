package io.cmesh.kernel.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cmesh.api.consensus.Consensus;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.iam.Iam;
import io.cmesh.api.node.SwapPlan;
import io.cmesh.api.node.SwapReport;
import io.cmesh.api.node.SwapReport.Outcome;
import io.cmesh.api.provider.Disk;
import io.cmesh.api.provider.Role;
import io.cmesh.api.state.StateStore;
import io.cmesh.consensus.mock.MockProvider;
import io.cmesh.iam.local.LocalIamFactory;
import io.cmesh.kernel.support.Bundles;
import io.cmesh.kernel.support.FaultProvider;
import io.cmesh.kernel.support.FaultProvider.Fault;
import io.cmesh.runtime.JdkDisk;
import io.cmesh.state.memory.MemoryStateFactory;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Plans, histories and ways back, and an assembly.json that cannot be written. */
class SwapAdminTest {
  @TempDir Path home;

  private final AtomicInteger passing = new AtomicInteger();
  private final AtomicInteger failing = new AtomicInteger();

  /** A disk on which the next so many times assembly.json cannot take its place. */
  private Disk disk() {
    Disk real = new JdkDisk();
    return (Disk)
        Proxy.newProxyInstance(
            Disk.class.getClassLoader(),
            new Class<?>[] {Disk.class},
            (self, method, arguments) -> {
              boolean moves =
                  method.getName().equals("move")
                      && arguments[1].toString().endsWith("assembly.json");
              if (moves && passing.getAndDecrement() <= 0 && failing.getAndDecrement() > 0) {
                throw new IOException("no room, as the test wants");
              }
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static void swap(TestNode node, Role role, String provider) throws Exception {
    TestNode.get(node.node.admin().swap(role, provider, node.operator()));
  }

  private static void rollback(TestNode node, Role role) throws Exception {
    TestNode.get(node.node.admin().rollback(role, node.operator()));
  }

  private static SwapReport newest(TestNode node) {
    return node.node.admin().swaps(1, node.operator()).get(0);
  }

  private static String active(TestNode node, Role role) {
    return node.node.admin().roles().stream()
        .filter(r -> r.role() == role)
        .map(r -> String.valueOf(r.provider()))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void aPlanSaysWhatMovesAndChangesNothing(Role role) throws Exception {
    try (TestNode node = TestNode.start(home, "state = rocksdb")) {
      TestNode.Person ann = node.person();
      ann.call("0xSW:0x001:k:1");
      String to =
          switch (role) {
            case STATE, EVENTS -> "memory";
            case CONSENSUS, IAM -> "mock";
            case CONTRACT -> "fake";
            default -> "";
          };
      if (to.isEmpty()) {
        assertThatThrownBy(() -> node.node.admin().plan(role, "nobody", node.operator()))
            .isInstanceOf(MeshException.class)
            .hasMessageContaining("nobody");
        return;
      }
      SwapPlan plan = node.node.admin().plan(role, to, node.operator());
      assertThat(plan.role()).isEqualTo(role);
      assertThat(plan.to()).startsWith(to + "/");
      assertThat(plan.install()).isFalse();
      assertThat(plan.hold()).isNotEmpty();
      boolean ends = role == Role.STATE || role == Role.EVENTS;
      assertThat(plan.warnings()).hasSize(ends ? 1 : plan.warnings().size());
      assertThat(node.node.admin().swaps(10, node.operator())).isEmpty();
      assertThat(Files.list(home.resolve("data")).map(Path::toString))
          .noneMatch(name -> name.contains("-memory-"));
    }
  }

  @Test
  void aPlanForWhatServesOrForAProviderNobodyHasIsRefused() throws Exception {
    try (TestNode node = TestNode.start(home, "state = memory")) {
      assertThatThrownBy(() -> node.node.admin().plan(Role.STATE, "memory", node.operator()))
          .hasMessageContaining("filled by memory already");
      assertThatThrownBy(() -> node.node.admin().plan(Role.STATE, "cards", node.operator()))
          .hasMessageContaining("cards");
      for (int limit : new int[] {0, 1_001}) {
        assertThatThrownBy(() -> node.node.admin().swaps(limit, node.operator()))
            .hasMessageContaining("expected: 1 to 1000");
      }
    }
  }

  @Test
  void aRollbackAfterTheWatchIsASwap() throws Exception {
    Files.createDirectories(home.resolve("etc"));
    Files.writeString(home.resolve("etc/io.cmesh.kernel.cfg"), "swap.watch = 200ms");
    try (TestNode node = TestNode.start(home, "state = memory")) {
      assertThatThrownBy(() -> rollback(node, Role.STATE))
          .hasStackTraceContaining("no provider to go back to");
      swap(node, Role.STATE, "rocksdb");
      await().atMost(TestNode.soon()).until(() -> newest(node).outcome() == Outcome.DONE);
      swap(node, Role.CONSENSUS, "mock");
      rollback(node, Role.STATE);
      assertThat(active(node, Role.STATE)).isEqualTo("memory");
      rollback(node, Role.CONSENSUS);
      assertThat(active(node, Role.CONSENSUS)).isEqualTo("solo");
      assertThat(Files.readString(home.resolve("etc/io.cmesh.roles.cfg")))
          .contains("state = memory", "consensus = solo");
      assertThat(node.node.admin().swaps(1_000, node.operator()))
          .extracting(SwapReport::id)
          .containsExactly(4L, 3L, 2L, 1L);
    }
  }

  @ParameterizedTest
  @CsvSource({"STATE, memory, rocksdb", "EVENTS, local, memory", "CONSENSUS, solo, mock"})
  void aFlipThatCannotBeWrittenDownLeavesTheOldOneServing(Role role, String from, String to)
      throws Exception {
    String[] roles = {"state = memory", role.text() + " = " + from};
    TestNode node = TestNode.start(home, disk(), roles);
    Clients clients = new Clients(node, 2);
    clients.goOn(10);
    failing.set(1);
    assertThatThrownBy(() -> swap(node, role, to)).hasStackTraceContaining("as the test wants");
    clients.goOn(10);
    assertThat(clients.stop()).isEmpty();
    assertThat(active(node, role)).isEqualTo(from);
    assertThat(newest(node).outcome()).isEqualTo(Outcome.TURNED_AWAY);
    Path killed = TestNode.copy(home, home.resolve("killed"));
    node.close();
    try (TestNode again = TestNode.start(killed, roles)) {
      assertThat(active(again, role)).isEqualTo(from);
      clients.requireAll(again);
    }
  }

  @ParameterizedTest
  @CsvSource({"STATE, memory, rocksdb", "EVENTS, local, memory", "IAM, local, faulty"})
  void aWayBackThatCannotBeWrittenDownLeavesTheNewcomerServingAndCanBeAskedForAgain(
      Role role, String from, String to) throws Exception {
    FaultProvider<Iam> iam = new FaultProvider<>(new LocalIamFactory(Bundles.context()), Iam.class);
    String roles = "state = memory\n" + role.text() + " = " + from;
    try (TestNode node = TestNode.startWith(home, disk(), roles, iam);
        Clients clients = new Clients(node, 2)) {
      swap(node, role, to);
      failing.set(2);
      assertThatThrownBy(() -> rollback(node, role)).hasStackTraceContaining("as the test wants");
      failing.set(0);
      assertThat(active(node, role)).isEqualTo(to);
      assertThat(newest(node).outcome()).isEqualTo(Outcome.WATCHED);
      clients.goOn(10);
      rollback(node, role);
      clients.goOn(10);
      assertThat(active(node, role)).isEqualTo(from);
      assertThat(newest(node).outcome()).isEqualTo(Outcome.ROLLED_BACK);
      assertThat(clients.stop()).isEmpty();
      clients.requireAll(node);
    }
  }

  @Test
  void anOldLogGoesOnOnceAssemblyJsonCanBeWrittenAgain() throws Exception {
    FaultProvider<Consensus> mock =
        new FaultProvider<>(new MockProvider(Bundles.context()), Consensus.class);
    mock.at("propose", Fault.FAILS);
    try (TestNode node = TestNode.startWith(home, disk(), "state = memory", mock);
        Clients clients = new Clients(node, 2)) {
      clients.goOn(10);
      passing.set(1); // the flip itself
      failing.set(2);
      assertThatThrownBy(() -> swap(node, Role.CONSENSUS, "faulty"));
      clients.goOn(10);
      assertThat(clients.stop()).isEmpty();
      assertThat(failing.get()).isNotPositive();
      assertThat(active(node, Role.CONSENSUS)).isEqualTo("solo");
      assertThat(Files.readString(home.resolve("assembly.json"))).doesNotContain("faulty");
      clients.requireAll(node);
    }
  }

  @Test
  void aStoreThatFailsWhileTheWayBackCannotBeWrittenDownKeepsWritesWaitingAndLosesNone()
      throws Exception {
    FaultProvider<StateStore> faulty =
        new FaultProvider<>(new MemoryStateFactory(Bundles.context()), StateStore.class);
    try (TestNode node = TestNode.startWith(home, disk(), "state = rocksdb", faulty)) {
      TestNode.Person ann = node.person();
      swap(node, Role.STATE, "faulty");
      ann.call("0xSW:0x001:k:1");
      failing.set(2);
      faulty.at("commit", Fault.THROWS);
      assertThat(TestNode.get(ann.begin("0xSW:0x001:k:2")).status().code()).isEqualTo(200);
      assertThat(active(node, Role.STATE)).isEqualTo("rocksdb");
      assertThat(ann.call("0xS:0x001:k").payload().utf8()).isEqualTo("2");
      await().atMost(TestNode.soon()).until(() -> newest(node).outcome() == Outcome.ROLLED_BACK);
      assertThat(List.of(faulty.opened.get())).containsExactly(1);
    }
  }
}
