package io.cmesh.kernel.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cmesh.api.Cancellable;
import io.cmesh.api.consensus.Consensus;
import io.cmesh.api.events.EventBus;
import io.cmesh.api.iam.Iam;
import io.cmesh.api.message.Status;
import io.cmesh.api.node.SwapReport;
import io.cmesh.api.node.SwapReport.Outcome;
import io.cmesh.api.provider.Health;
import io.cmesh.api.provider.ProviderFactory;
import io.cmesh.api.provider.Role;
import io.cmesh.api.state.StateStore;
import io.cmesh.consensus.mock.MockProvider;
import io.cmesh.consensus.solo.SoloProvider;
import io.cmesh.events.local.LocalEventsFactory;
import io.cmesh.events.memory.MemoryEventsFactory;
import io.cmesh.iam.local.LocalIamFactory;
import io.cmesh.kernel.support.Bundles;
import io.cmesh.kernel.support.FaultProvider;
import io.cmesh.kernel.support.FaultProvider.Fault;
import io.cmesh.state.memory.MemoryStateFactory;
import io.cmesh.state.rocksdb.RocksStateFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Newcomers that fail in every way, while clients read and write. */
class BadNewcomerTest {
  @TempDir Path home;
  @TempDir Path elsewhere;

  private final FaultProvider<StateStore> state =
      new FaultProvider<>(new MemoryStateFactory(Bundles.context()), StateStore.class);
  private final FaultProvider<StateStore> rocks =
      new FaultProvider<>(
          new RocksStateFactory(Bundles.context()), StateStore.class, "faulty-rocks", "1.0.0");
  private final FaultProvider<EventBus> events =
      new FaultProvider<>(new LocalEventsFactory(Bundles.context()), EventBus.class);
  private final FaultProvider<EventBus> oldEvents =
      new FaultProvider<>(
          new MemoryEventsFactory(Bundles.context()), EventBus.class, "old", "1.0.0");
  private final FaultProvider<StateStore> oldState =
      new FaultProvider<>(
          new MemoryStateFactory(Bundles.context()), StateStore.class, "old", "1.0.0");
  private final FaultProvider<Consensus> log =
      new FaultProvider<>(new SoloProvider(Bundles.context()), Consensus.class);
  private final FaultProvider<Consensus> mock =
      new FaultProvider<>(
          new MockProvider(Bundles.context()), Consensus.class, "faulty-mock", "1.0.0");
  private final FaultProvider<Iam> iam =
      new FaultProvider<>(new LocalIamFactory(Bundles.context()), Iam.class);

  @BeforeEach
  void settings() throws Exception {
    Files.createDirectories(home.resolve("etc"));
    Files.writeString(
        home.resolve("etc/io.cmesh.kernel.cfg"), "swap.stall = 1s\nswap.drain = 3s\n");
  }

  @AfterEach
  void letGo() {
    all().forEach(FaultProvider::letGo);
  }

  private Stream<FaultProvider<?>> all() {
    return Stream.of(state, rocks, events, oldEvents, oldState, log, mock, iam);
  }

  private TestNode start(String... roles) throws Exception {
    return TestNode.startWith(
        home, String.join("\n", roles), all().toArray(ProviderFactory<?>[]::new));
  }

  private static void swap(TestNode node, Role role, String provider) throws Exception {
    TestNode.get(node.node.admin().swap(role, provider, node.operator()));
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

  private List<String> directories(String prefix) throws Exception {
    try (Stream<Path> all = Files.list(home.resolve("data"))) {
      return all.map(p -> p.getFileName().toString()).filter(n -> n.startsWith(prefix)).toList();
    }
  }

  private void requireGone(FaultProvider<?> newcomer, String prefix) {
    await()
        .atMost(TestNode.soon())
        .untilAsserted(
            () -> {
              assertThat(directories(prefix)).isEmpty();
              assertThat(newcomer.closed.get()).isEqualTo(newcomer.opened.get());
              assertThat(home.resolve("data/swap.tail")).doesNotExist();
            });
  }

  @ParameterizedTest
  @CsvSource({
    "open, THROWS, CMESH-ASM-005",
    "open, UNLINKED, cannot be opened",
    "open, FULL, no room",
    "health, THROWS, health is down",
    "load, THROWS, a provider failed",
    "load, UNLINKED, a provider failed",
    "load, FULL, no room",
    "load, HANGS, makes no progress",
    "digest, LIES, expected",
    "digest, THROWS, a provider failed",
    "durableIndex, THROWS, ''"
  })
  void aStoreThatFailsBeforeTheFlipIsTurnedAwayAndNobodyNotices(
      String call, Fault fault, String why) throws Exception {
    rocks.at(call, fault);
    try (TestNode node = start("state = rocksdb")) {
      try (Clients clients = new Clients(node, 2)) {
        clients.goOn(20);
        if (why.isEmpty()) {
          // What is asked for after the flip alone fails nobody.
          swap(node, Role.STATE, "faulty-rocks");
          clients.goOn(20);
          assertThat(clients.stop()).isEmpty();
          assertThat(active(node, Role.STATE)).isEqualTo("faulty-rocks");
          rocks.letGo();
          return;
        }
        assertThatThrownBy(() -> swap(node, Role.STATE, "faulty-rocks"));
        clients.goOn(20);
        assertThat(clients.stop()).isEmpty();
        assertThat(clients.slowest()).isLessThan(Duration.ofSeconds(3));
        clients.requireAll(node);
      }
      assertThat(active(node, Role.STATE)).isEqualTo("rocksdb");
      assertThat(newest(node).outcome()).isEqualTo(Outcome.TURNED_AWAY);
      if (!why.startsWith("CMESH")) {
        assertThat(newest(node).error()).contains(why);
      }
      rocks.letGo();
      requireGone(rocks, "state-faulty");
      swap(node, Role.STATE, "faulty-rocks");
      assertThat(active(node, Role.STATE)).isEqualTo("faulty-rocks");
    }
  }

  @Test
  void aStoreThatHangsInOpenIsLeftAloneAndClosedWhenItComes() throws Exception {
    state.at("open", Fault.HANGS);
    try (TestNode node = start("state = rocksdb")) {
      assertThatThrownBy(() -> swap(node, Role.STATE, "faulty"))
          .hasStackTraceContaining("opening faulty for state makes no progress");
      assertThat(node.person().call("0xSW:0x001:k:1").status().code()).isEqualTo(200);
      state.letGo();
      await().atMost(TestNode.soon()).until(() -> state.opened.get() == 1);
      requireGone(state, "state-faulty");
      assertThat(active(node, Role.STATE)).isEqualTo("rocksdb");
    }
  }

  @ParameterizedTest
  @CsvSource({"THROWS", "FULL", "UNLINKED"})
  void aStoreThatRefusesABatchDuringTheWatchIsReplacedByTheOneBeforeAndNoWriteFails(Fault fault)
      throws Exception {
    TestNode node = start("state = rocksdb");
    Clients clients = new Clients(node, 2);
    clients.goOn(20);
    swap(node, Role.STATE, "faulty");
    clients.goOn(20);
    state.at("commit", fault);
    await().atMost(TestNode.soon()).until(() -> newest(node).outcome() == Outcome.ROLLED_BACK);
    clients.goOn(20);
    assertThat(clients.stop()).isEmpty();
    assertThat(active(node, Role.STATE)).isEqualTo("rocksdb");
    requireGone(state, "state-faulty");
    await()
        .atMost(TestNode.soon())
        .untilAsserted(
            () ->
                assertThat(Files.readString(home.resolve("etc/io.cmesh.roles.cfg")))
                    .contains("state = rocksdb"));
    Path killed = TestNode.copy(home, elsewhere.resolve("killed"));
    node.close();
    try (TestNode again = TestNode.start(killed, "state = rocksdb")) {
      clients.requireAll(again);
    }
  }

  @Test
  void aStoreWhoseReadsFailDuringTheWatchIsReplacedWithinASecond() throws Exception {
    try (TestNode node = start("state = rocksdb");
        Clients clients = new Clients(node, 2)) {
      swap(node, Role.STATE, "faulty");
      state.at("get", Fault.THROWS);
      long began = System.nanoTime();
      await().atMost(TestNode.soon()).until(() -> active(node, Role.STATE).equals("rocksdb"));
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
      clients.goOn(20);
      clients.stop();
      clients.requireAll(node);
      assertThat(newest(node).outcome()).isEqualTo(Outcome.ROLLED_BACK);
    }
  }

  @ParameterizedTest
  @CsvSource({"STATE, faulty, rocksdb", "EVENTS, faulty, memory", "IAM, faulty, local"})
  void anInstanceWhoseHealthIsDownDuringTheWatchIsReplacedByTheOneBefore(
      Role role, String newcomer, String old) throws Exception {
    try (TestNode node = start("state = rocksdb", "events = memory");
        Clients clients = new Clients(node, 2)) {
      swap(node, role, newcomer);
      all().forEach(f -> f.health = Health.down("the test wants it so"));
      await().atMost(TestNode.soon()).until(() -> active(node, role).equals(old));
      await().atMost(TestNode.soon()).until(() -> newest(node).error() != null);
      assertThat(newest(node).outcome()).isEqualTo(Outcome.ROLLED_BACK);
      assertThat(newest(node).error()).contains("the test wants it so");
      clients.goOn(20);
      assertThat(clients.stop()).isEmpty();
      clients.requireAll(node);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "adopt, THROWS, a provider failed",
    "adopt, FAILS, it fails",
    "adopt, NEVER, makes no progress",
    "ensureStream, THROWS, a provider failed",
    "streams, THROWS, a provider failed"
  })
  void aBusThatFailsBeforeTheFlipIsTurnedAway(String call, Fault fault, String why)
      throws Exception {
    events.at(call, fault);
    try (TestNode node = start("state = memory", "events = memory")) {
      TestNode.Person ann = node.person();
      publish(ann, 0, 20);
      assertThatThrownBy(() -> swap(node, Role.EVENTS, "faulty"));
      assertThat(newest(node).outcome()).isEqualTo(Outcome.TURNED_AWAY);
      assertThat(newest(node).error()).contains(why);
      publish(ann, 20, 40);
      requireEvents(ann, 40);
      assertThat(active(node, Role.EVENTS)).isEqualTo("memory");
      requireGone(events, "events-faulty");
    }
  }

  private static void publish(TestNode.Person ann, int from, int to) throws Exception {
    for (int i = from; i < to; i++) {
      assertThat(ann.call("0xEW:demo.a:" + i).status().code()).isEqualTo(200);
    }
  }

  private static void requireEvents(TestNode.Person ann, int count) throws Exception {
    for (int i = 0; i < count; i += 10) {
      String all = ann.call("0xE:demo.a").payload().utf8();
      assertThat(all).contains("\"payload\":" + (count - 1));
    }
  }

  @ParameterizedTest
  @CsvSource({"FAILS", "THROWS", "FULL"})
  void aBusThatTakesNoPublicationDuringTheWatchIsReplacedAndEventsComeOnceInOrder(Fault fault)
      throws Exception {
    try (TestNode node = start("state = memory", "events = memory")) {
      TestNode.Person ann = node.person();
      List<String> seen = new CopyOnWriteArrayList<>();
      try (Cancellable following =
          node.node
              .events()
              .follow(
                  ann.token,
                  "events.state.contracts.0x001.>",
                  0,
                  e -> seen.add(e.payload().utf8()),
                  e -> seen.add("ended"))) {
        assertThat(following).isNotNull();
        write(ann, 0, 10);
        swap(node, Role.EVENTS, "faulty");
        write(ann, 10, 20);
        events.at("publish", fault);
        for (int i = 20; i < 30; i++) {
          // May be told to come again, or that its event comes later: what is done is done once.
          UUID id = TestNode.newId();
          String write = "0xSW:0x001:k:" + i;
          await().atMost(TestNode.soon()).until(() -> ann.call(id, write).status() == Status.OK);
        }
        await().atMost(TestNode.soon()).until(() -> active(node, Role.EVENTS).equals("memory"));
        write(ann, 30, 40);
        await().atMost(TestNode.soon()).until(() -> seen.size() >= 40);
        for (int i = 0; i < 40; i++) {
          assertThat(seen.get(i)).isEqualTo(String.valueOf(i));
        }
        assertThat(seen).hasSize(40);
      }
      await().atMost(TestNode.soon()).until(() -> newest(node).outcome() == Outcome.ROLLED_BACK);
      requireGone(events, "events-faulty");
    }
  }

  private static void write(TestNode.Person ann, int from, int to) throws Exception {
    for (int i = from; i < to; i++) {
      assertThat(ann.call("0xSW:0x001:k:" + i).status().code()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @CsvSource({"adopt, THROWS", "adopt, FAILS", "adopt, NEVER", "streams, THROWS"})
  void aReplacedBusThatTakesNoMoreIsRetiredAndPublishersGoOn(String call, Fault fault)
      throws Exception {
    try (TestNode node = start("state = memory", "events = old")) {
      TestNode.Person ann = node.person();
      publish(ann, 0, 10);
      swap(node, Role.EVENTS, "local");
      oldEvents.at(call, fault);
      publish(ann, 10, 20);
      await().atMost(TestNode.soon()).until(() -> newest(node).outcome() == Outcome.DONE);
      publish(ann, 20, 30);
      requireEvents(ann, 30);
      assertThat(active(node, Role.EVENTS)).isEqualTo("local");
    }
  }

  @ParameterizedTest
  @CsvSource({"THROWS", "FULL"})
  void aReplacedStoreThatTakesNoMoreIsRetiredAndNobodyNotices(Fault fault) throws Exception {
    try (TestNode node = start("state = old");
        Clients clients = new Clients(node, 2)) {
      swap(node, Role.STATE, "rocksdb");
      oldState.at("commit", fault);
      await().atMost(TestNode.soon()).until(() -> newest(node).outcome() == Outcome.DONE);
      clients.goOn(20);
      assertThat(clients.stop()).isEmpty();
      clients.requireAll(node);
      assertThat(active(node, Role.STATE)).isEqualTo("rocksdb");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "propose, NEVER",
    "propose, FAILS",
    "propose, THROWS",
    "start, THROWS",
    "open, THROWS",
    "lastPosition, THROWS"
  })
  void aLogThatNeverCommitsItsFirstCommandLeavesTheOldOneGoingOn(String call, Fault fault)
      throws Exception {
    mock.at(call, fault);
    TestNode node = start("state = memory");
    Clients clients = new Clients(node, 2);
    clients.goOn(20);
    assertThatThrownBy(() -> swap(node, Role.CONSENSUS, "faulty-mock"));
    mock.letGo();
    clients.goOn(20);
    assertThat(clients.stop()).isEmpty();
    clients.requireAll(node);
    assertThat(active(node, Role.CONSENSUS)).isEqualTo("solo");
    assertThat(newest(node).outcome()).isEqualTo(Outcome.TURNED_AWAY);
    requireGone(mock, "consensus-faulty");
    node.abandon();
    try (TestNode again = start("state = memory")) {
      clients.requireAll(again);
      assertThat(active(again, Role.CONSENSUS)).isEqualTo("solo");
      swap(again, Role.CONSENSUS, "mock");
      clients.requireAll(again);
    }
  }

  @Test
  void anIamThatFailsEveryCallAfterTheFlipIsReplacedByTheOneBefore() throws Exception {
    try (TestNode node = start("state = memory");
        Clients clients = new Clients(node, 2)) {
      swap(node, Role.IAM, "faulty");
      iam.at("*", Fault.THROWS);
      await().atMost(TestNode.soon()).until(() -> active(node, Role.IAM).equals("local"));
      iam.letGo();
      clients.goOn(20);
      clients.stop();
      clients.requireAll(node);
    }
  }

  @Test
  void aProviderThatIsUninstalledDuringTheCopyIsTurnedAway() throws Exception {
    state.at("load", Fault.HANGS);
    try (TestNode node = start("state = rocksdb");
        Clients clients = new Clients(node, 2)) {
      CompletionStage<?> swap = node.node.admin().swap(Role.STATE, "faulty", node.operator());
      await().atMost(TestNode.soon()).until(() -> state.opened.get() == 1);
      node.node.goes(Role.STATE, "faulty@1.0.0");
      assertThatThrownBy(() -> TestNode.get(swap)).hasStackTraceContaining("was removed");
      clients.goOn(20);
      assertThat(clients.stop()).isEmpty();
      assertThat(active(node, Role.STATE)).isEqualTo("rocksdb");
      state.letGo();
      requireGone(state, "state-faulty");
    }
  }

  @Test
  void aProviderThatIsUninstalledDuringItsWatchIsReplacedByTheOneBefore() throws Exception {
    try (TestNode node = start("state = rocksdb");
        Clients clients = new Clients(node, 2)) {
      swap(node, Role.STATE, "faulty");
      clients.goOn(20);
      node.node.goes(Role.STATE, "faulty@1.0.0");
      assertThat(active(node, Role.STATE)).isEqualTo("rocksdb");
      assertThat(state.closed.get()).isEqualTo(1);
      clients.goOn(20);
      assertThat(clients.stop()).isEmpty();
      clients.requireAll(node);
      assertThat(newest(node).outcome()).isEqualTo(Outcome.ROLLED_BACK);
    }
  }

  @Test
  void aReplacedProviderThatIsUninstalledDuringTheWatchIsClosedAndTheNewcomerGoesOn()
      throws Exception {
    try (TestNode node = start("state = old");
        Clients clients = new Clients(node, 2)) {
      swap(node, Role.STATE, "rocksdb");
      node.node.goes(Role.STATE, "old@1.0.0");
      assertThat(oldState.closed.get()).isEqualTo(1);
      clients.goOn(20);
      assertThat(clients.stop()).isEmpty();
      assertThat(active(node, Role.STATE)).isEqualTo("rocksdb");
      assertThat(newest(node).outcome()).isEqualTo(Outcome.DONE);
      node.node.goes(Role.STATE, "old@1.0.0");
      assertThat(active(node, Role.STATE)).isEqualTo("rocksdb");
    }
  }

  @Test
  void anOlderVersionThatIsUninstalledDuringTheWatchOfTheYoungerIsClosed() throws Exception {
    FaultProvider<StateStore> older =
        new FaultProvider<>(
            new MemoryStateFactory(Bundles.context()), StateStore.class, "cards", "1.0.0");
    FaultProvider<StateStore> younger =
        new FaultProvider<>(
            new MemoryStateFactory(Bundles.context()), StateStore.class, "cards", "1.1.0");
    try (TestNode node = TestNode.startWith(home, "state = memory", older, younger)) {
      swap(node, Role.STATE, "cards@1.0.0");
      swap(node, Role.STATE, "cards@1.1.0");
      node.node.goes(Role.STATE, "cards@1.0.0");
      assertThat(older.closed.get()).isEqualTo(1);
      assertThat(younger.closed.get()).isZero();
      assertThat(node.person().call("0xSW:0x001:k:1").status().code()).isEqualTo(200);
      assertThat(newest(node).outcome()).isEqualTo(Outcome.DONE);
    }
  }

  @Test
  void aNodeThatIsClosedDuringACopyLosesNothing() throws Exception {
    state.at("load", Fault.HANGS);
    TestNode node = start("state = rocksdb");
    Clients clients = new Clients(node, 2);
    clients.goOn(20);
    CompletionStage<?> swap = node.node.admin().swap(Role.STATE, "faulty", node.operator());
    await().atMost(TestNode.soon()).until(() -> state.opened.get() == 1);
    clients.stop();
    node.node.close();
    assertThatThrownBy(() -> TestNode.get(swap)).hasStackTraceContaining("is being stopped");
    state.letGo();
    node.abandon();
    try (TestNode again = start("state = rocksdb")) {
      clients.requireAll(again);
      assertThat(active(again, Role.STATE)).isEqualTo("rocksdb");
      assertThat(directories("state-faulty")).isEmpty();
    }
  }

  @Test
  void aSwapDuringAWatchClosesTheOneBeforeFirst() throws Exception {
    try (TestNode node = start("state = old");
        Clients clients = new Clients(node, 2)) {
      swap(node, Role.STATE, "faulty");
      swap(node, Role.STATE, "rocksdb");
      assertThat(oldState.closed.get()).isEqualTo(1);
      TestNode.get(node.node.admin().rollback(Role.STATE, node.operator()));
      assertThat(active(node, Role.STATE)).isEqualTo("faulty");
      assertThatThrownBy(() -> TestNode.get(node.node.admin().rollback(Role.IAM, node.operator())))
          .hasStackTraceContaining("no provider to go back to");
      clients.goOn(20);
      assertThat(clients.stop()).isEmpty();
      clients.requireAll(node);
    }
  }

  @Test
  void aStoreThatIsFullAfterTheFlipIsReplacedByTheOneBeforeAndNoWriteFails() throws Exception {
    Files.writeString(home.resolve("etc/io.cmesh.state.memory.cfg"), "maxBytes = 300KiB");
    String large = "\"" + "x".repeat(30_000) + "\"";
    try (TestNode node = start("state = rocksdb")) {
      TestNode.Person ann = node.person();
      swap(node, Role.STATE, "memory");
      for (int i = 0; i < 20; i++) {
        assertThat(ann.call("0xSW:0x001:k" + i + ":" + large).status().code()).isEqualTo(200);
      }
      assertThat(active(node, Role.STATE)).isEqualTo("rocksdb");
      await().atMost(TestNode.soon()).until(() -> newest(node).outcome() == Outcome.ROLLED_BACK);
      for (int i = 0; i < 20; i++) {
        assertThat(ann.call("0xS:0x001:k" + i).payload().utf8()).isEqualTo(large);
      }
    }
  }

  @Test
  void aStoreInMemoryThatCameBackOutlivesAKill() throws Exception {
    TestNode.Person known;
    try (TestNode node = start("state = memory")) {
      known = node.person();
      known.call("0xSW:0x001:early:1");
    }
    TestNode killed = start("state = memory");
    TestNode.Person ann = killed.as(known);
    ann.call("0xSW:0x001:a:1");
    swap(killed, Role.STATE, "rocksdb");
    ann.call("0xSW:0x001:b:2");
    TestNode.get(killed.node.admin().rollback(Role.STATE, killed.operator()));
    ann.call("0xSW:0x001:c:3");
    killed.abandon();
    try (TestNode again = start("state = memory")) {
      TestNode.Person same = again.as(ann);
      assertThat(active(again, Role.STATE)).isEqualTo("memory");
      assertThat(same.call("0xS:0x001:early").payload().utf8()).isEqualTo("1");
      assertThat(same.call("0xS:0x001:a").payload().utf8()).isEqualTo("1");
      assertThat(same.call("0xS:0x001:b").payload().utf8()).isEqualTo("2");
      assertThat(same.call("0xS:0x001:c").payload().utf8()).isEqualTo("3");
    }
  }

  @Test
  void whatWasRestoredDuringAWatchIsNotUndoneByIt() throws Exception {
    Path file = home.resolve("backup.cmesh");
    try (TestNode node = start("state = rocksdb")) {
      TestNode.Person ann = node.person();
      ann.call("0xSW:0x001:k:\"before\"");
      TestNode.get(node.node.admin().backup(file, node.operator()));
      ann.call("0xSW:0x001:k:\"after\"");
      swap(node, Role.STATE, "faulty");
      TestNode.get(node.node.admin().restore(file, node.operator()));
      state.at("commit", Fault.THROWS, 5);
      state.health = Health.down("the test wants it so");
      assertThat(ann.call("0xS:0x001:k").payload().utf8()).isEqualTo("\"before\"");
      assertThat(newest(node).outcome()).isEqualTo(Outcome.DONE);
      assertThat(active(node, Role.STATE)).isEqualTo("faulty");
    }
  }

  @Test
  void aStartNeedsTheProvidersOfSealedLogs() throws Exception {
    TestNode killed = start("state = memory");
    killed.person().call("0xSW:0x001:k:1");
    swap(killed, Role.CONSENSUS, "mock");
    assertThat(Node.needed(killed.platform()))
        .contains(new Node.Needed(Role.CONSENSUS, "solo"), new Node.Needed(Role.CONSENSUS, "mock"));
    killed.abandon();
  }
}
