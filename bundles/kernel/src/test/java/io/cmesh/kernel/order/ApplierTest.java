package io.cmesh.kernel.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cmesh.api.Bytes;
import io.cmesh.api.command.Applied;
import io.cmesh.api.command.Command;
import io.cmesh.api.command.Effects;
import io.cmesh.api.consensus.LogEntry;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import io.cmesh.api.provider.Health;
import io.cmesh.api.provider.Role;
import io.cmesh.api.state.StateBatch;
import io.cmesh.kernel.assembly.Assemblies;
import io.cmesh.kernel.support.Commands;
import io.cmesh.kernel.support.FakeLog;
import io.cmesh.kernel.support.FakeStore;
import io.cmesh.kernel.support.Roles;
import io.cmesh.kernel.support.StepScheduler;
import io.cmesh.tck.support.ManualClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApplierTest {
  private static final String DIRECTORY = "consensus-fake-1";
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final MeshException FULL =
      new MeshException(Status.INSUFFICIENT_STORAGE, "CMESH-TST-007", "the store is full");

  @TempDir Path home;

  private final StepScheduler scheduler = new StepScheduler();
  private final FakeStore store = new FakeStore();
  private final FakeLog log = new FakeLog();
  private final Handlers handlers = new Handlers();
  private final List<Long> blocksWithEvents = new ArrayList<>();
  private Sequencer sequencer;
  private Applier applier;

  @BeforeEach
  void start() {
    handlers.add(Commands.putHandler());
    Assemblies assemblies = new Assemblies(scheduler);
    Roles.fill(assemblies, Role.STATE, store, home, scheduler);
    sequencer = new Sequencer(() -> log, new ManualClock(), "node", 1, 8);
    applier = new Applier(assemblies, handlers, sequencer, scheduler, blocksWithEvents::add);
    applier.startAt(DIRECTORY, 0);
    log.start(0, entry -> applier.deliver(DIRECTORY, entry));
  }

  private CompletableFuture<Applied> submit(String id, String value) {
    return sequencer.submit(Commands.put(id, value)).toCompletableFuture();
  }

  private static CompletableFuture<Void> done(CompletionStage<Void> stage) {
    return stage.toCompletableFuture();
  }

  private static MeshException failure(CompletableFuture<?> outcome) {
    CompletionException e = catchThrowableOfType(CompletionException.class, outcome::join);
    return (MeshException) e.getCause();
  }

  private void deliver(long position, Bytes data) {
    applier.deliver(DIRECTORY, new LogEntry(position, "node", "node", data));
    scheduler.run();
  }

  private static Bytes group(long boot, Command... commands) {
    List<Group.Item> items = new ArrayList<>();
    for (Command command : commands) {
      items.add(new Group.Item(command));
    }
    return new Group(boot, 1, "node", 0, items).encode();
  }

  @Test
  void whoSubmittedIsToldOnceItIsApplied() {
    CompletableFuture<Applied> outcome = submit("a", "1");
    scheduler.run();
    assertThat(outcome).isNotDone();

    log.commit(0);
    scheduler.run();

    assertThat(outcome.join()).isEqualTo(new Applied(1, 1, Status.OK, Bytes.utf8("1"), false));
    assertThat(applier.position()).isEqualTo(1);
    assertThat(Head.position(store, DIRECTORY)).isEqualTo(1);
    assertThat(blocksWithEvents).containsExactly(1L);
  }

  @Test
  void whatAnotherProcessProposedIsAppliedAllTheSame() {
    deliver(1, group(99, Commands.put("a", "1")));

    assertThat(store.get(Commands.NAMESPACE, Bytes.utf8("a"))).isNotNull();
  }

  @Test
  void aBlockWithoutEventsTellsThePumpNothing() {
    handlers.add(Commands.handler("quiet/1", (c, before) -> Effects.ok(List.of())));

    deliver(1, group(99, Commands.of("quiet/1", "a", "")));

    assertThat(blocksWithEvents).isEmpty();
  }

  @Test
  void aReaderWaitsForItsPositionAndNoLonger() {
    CompletableFuture<Void> second = done(applier.reached(2));
    deliver(1, group(99, Commands.put("a", "1")));
    assertThat(second).isNotDone();
    assertThat(done(applier.reached(1))).isCompleted();

    deliver(2, group(99, Commands.put("b", "1")));

    assertThat(second).isCompleted();
  }

  @Test
  void aStoreThatRefusesForAWhileIsTriedAgainAndNothingIsLostOrOvertaken() {
    List<StateBatch> refused = new ArrayList<>();
    store.beforeCommit(
        batch -> {
          if (refused.size() < 3) {
            refused.add(batch);
            throw FULL;
          }
        });
    List<CompletableFuture<Applied>> outcomes = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      outcomes.add(submit("k" + i, "v" + i));
      log.commit(i);
    }
    scheduler.run();
    assertThat(applier.health()).isEqualTo(Health.degraded("writes wait: the store is full"));
    assertThat(store.batches).isEmpty();

    scheduler.elapse(SECOND);
    scheduler.elapse(SECOND);
    assertThat(outcomes.get(0)).isNotDone();
    scheduler.elapse(SECOND);

    assertThat(refused).extracting(StateBatch::index).containsOnly(1L);
    assertThat(outcomes.get(0).join().index()).isEqualTo(1);
    assertThat(store.batches).extracting(StateBatch::index).containsExactly(1L, 2L, 3L, 4L, 5L);
    assertThat(applier.health()).isEqualTo(Health.OK);
    assertThat(applier.position()).isEqualTo(5);
  }

  @Test
  void whileTheStoreRefusesFurtherWritesAreRefusedAtOnceAndTheFirstIsToldSoon() {
    store.beforeCommit(
        batch -> {
          throw FULL;
        });
    CompletableFuture<Applied> first = submit("a", "1");
    log.commit(0);
    scheduler.run();

    MeshException refusal = failure(submit("b", "1"));
    assertThat(refusal.code()).isEqualTo("CMESH-KRN-007");
    assertThat(refusal.status()).isEqualTo(Status.UNAVAILABLE);
    assertThat(refusal.text()).contains("the store is full");
    assertThat(first).isNotDone();
    for (int second = 0; second < 5; second++) {
      scheduler.elapse(SECOND);
    }
    assertThat(failure(first).code()).isEqualTo("CMESH-KRN-008");
    assertThat(failure(first).status()).isEqualTo(Status.TIMEOUT);

    store.beforeCommit(batch -> {});
    scheduler.elapse(SECOND);
    CompletableFuture<Applied> later = submit("c", "1");
    log.commit(1);
    scheduler.run();
    assertThat(later.join().index()).isEqualTo(2);
  }

  @Test
  void whileTheStoreRefusesReadersAreToldRatherThanKeptWaiting() {
    store.beforeCommit(
        batch -> {
          throw FULL;
        });
    CompletableFuture<Void> before = done(applier.reached(1));
    deliver(1, group(99, Commands.put("a", "1")));

    assertThat(failure(before).code()).isEqualTo("CMESH-KRN-007");
    MeshException late = failure(done(applier.reached(1)));
    assertThat(late.status()).isEqualTo(Status.UNAVAILABLE);
    assertThat(late.text()).contains("the store is full");
    assertThat(late.retryAfter()).isPresent();

    store.beforeCommit(batch -> {});
    scheduler.elapse(SECOND);
    assertThat(done(applier.reached(1))).isCompleted();
  }

  @Test
  void aTypeThatNobodyHandlesHaltsItAndSaysWhichAndWhatToDo() {
    CompletableFuture<Applied> waiting = submit("mine", "1");
    CompletableFuture<Void> reader = done(applier.reached(2));
    deliver(1, group(99, Commands.put("a", "1")));

    deliver(2, group(99, Commands.of("future.thing/3", "b", "")));

    assertThat(applier.health().grade()).isEqualTo(Health.Grade.DOWN);
    assertThat(applier.health().text()).contains("log position 2", "future.thing/3");
    MeshException refusal = failure(waiting);
    assertThat(refusal.code()).isEqualTo("CMESH-KRN-004");
    assertThat(refusal.hint().orElseThrow()).contains("Install the bundle that handles it");
    assertThat(failure(submit("later", "1"))).isSameAs(refusal);
    assertThat(failure(reader).code()).isEqualTo("CMESH-KRN-004");
    assertThat(failure(done(applier.reached(3))).code()).isEqualTo("CMESH-KRN-004");
    assertThat(done(applier.reached(1))).isCompleted();
  }

  @Test
  void onceItHasHaltedNothingIsAppliedOutOfOrder() {
    deliver(1, group(99, Commands.of("future.thing/3", "b", "")));
    deliver(2, group(99, Commands.put("a", "1")));
    scheduler.elapse(Duration.ofMinutes(1));

    assertThat(store.batches).isEmpty();
    assertThat(applier.position()).isZero();
  }

  @Test
  void aHandlersBugHaltsItForNodesCouldDiffer() {
    handlers.add(
        Commands.handler(
            "buggy/1",
            (command, before) -> {
              throw new IllegalStateException("a bug");
            }));

    deliver(1, group(99, Commands.of("buggy/1", "a", "")));

    assertThat(applier.health().grade()).isEqualTo(Health.Grade.DOWN);
    assertThat(store.batches).isEmpty();
  }

  @Test
  void anEntryThatCannotBeReadHaltsIt() {
    deliver(1, Bytes.utf8("garbage"));

    assertThat(applier.health().grade()).isEqualTo(Health.Grade.DOWN);
    assertThat(applier.health().text()).contains("format 103");
  }

  @Test
  void aTaskBetweenTwoGroupsSeesAllBeforeItAndNoneAfter() {
    List<Long> seen = new ArrayList<>();
    applier.deliver(DIRECTORY, new LogEntry(1, "node", "node", group(99, Commands.put("a", "1"))));
    CompletionStage<Void> between = applier.between(() -> seen.add(store.index()));
    applier.deliver(DIRECTORY, new LogEntry(2, "node", "node", group(99, Commands.put("b", "1"))));

    scheduler.run();

    assertThat(done(between)).isCompleted();
    assertThat(seen).containsExactly(1L);
    assertThat(store.index()).isEqualTo(2);
  }
}
