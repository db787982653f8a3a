package io.cmesh.kernel.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cmesh.api.command.Applied;
import io.cmesh.api.command.Command;
import io.cmesh.api.consensus.Consensus;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import io.cmesh.kernel.support.Commands;
import io.cmesh.kernel.support.FakeLog;
import io.cmesh.tck.support.ManualClock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class SequencerTest {
  private static final MeshException NO_QUORUM =
      new MeshException(Status.UNAVAILABLE, "CMESH-TST-004", "no quorum");

  private final FakeLog log = new FakeLog();
  private final Sequencer sequencer = sequencer(() -> log, 1);

  private static Sequencer sequencer(Supplier<Consensus> log, int groupsInFlight) {
    return new Sequencer(log, new ManualClock(), "node-1", 4711, groupsInFlight);
  }

  private CompletableFuture<Applied> submit(String id) {
    return sequencer.submit(Commands.put(id, "1")).toCompletableFuture();
  }

  private Group group(int number) {
    return Group.decode(log.proposals().get(number).data());
  }

  private static List<String> ids(Group group) {
    return group.commands().stream().map(i -> i.command().id().bytes().utf8()).toList();
  }

  private static MeshException failure(CompletableFuture<?> outcome) {
    CompletionException e = catchThrowableOfType(CompletionException.class, outcome::join);
    return (MeshException) e.getCause();
  }

  @Test
  void aLoneCommandIsProposedAtOnce() {
    submit("a");

    assertThat(log.proposals()).hasSize(1);
    assertThat(group(0).boot()).isEqualTo(4711);
    assertThat(group(0).proposer()).isEqualTo("node-1");
    assertThat(group(0).timeMillis()).isEqualTo(ManualClock.START.toEpochMilli());
  }

  @Test
  void whatComesMeanwhileGathersInOneGroup() {
    submit("a");
    submit("b");
    submit("c");
    assertThat(log.proposals()).hasSize(1);

    log.commit(0);

    assertThat(log.proposals()).hasSize(2);
    assertThat(ids(group(1))).containsExactly("b", "c");
    assertThat(log.proposals().get(1).transactionId()).isEqualTo(2);
  }

  @Test
  void asManyGroupsAreOnTheirWayAsConfigured() {
    Sequencer two = sequencer(() -> log, 2);
    for (String id : List.of("a", "b", "c")) {
      two.submit(Commands.put(id, "1"));
    }

    assertThat(log.proposals()).hasSize(2);
  }

  @Test
  void aGroupHoldsAtMost256Commands() {
    submit("first");
    for (int i = 0; i < 600; i++) {
      submit("k" + i);
    }
    log.commit(0);
    log.commit(1);
    log.commit(2);

    assertThat(log.proposals()).hasSize(4);
    assertThat(ids(group(1))).hasSize(256);
    assertThat(ids(group(3))).hasSize(600 - 512);
  }

  @Test
  void aGroupClosesOnceItHasAMebibyte() {
    submit("first");
    String large = "x".repeat(600_000);
    for (int i = 0; i < 3; i++) {
      sequencer.submit(Commands.put("k" + i, large));
    }
    log.commit(0);

    assertThat(ids(group(1))).containsExactly("k0", "k1");
  }

  @Test
  void aFailureReachesEveryoneOfTheGroupAndNobodyElse() {
    submit("a");
    CompletableFuture<Applied> b = submit("b");
    CompletableFuture<Applied> c = submit("c");
    log.commit(0);
    CompletableFuture<Applied> d = submit("d");

    log.fail(1, NO_QUORUM);

    assertThat(failure(b)).isSameAs(NO_QUORUM);
    assertThat(failure(c)).isSameAs(NO_QUORUM);
    assertThat(d).isNotDone();
    assertThat(ids(group(2))).containsExactly("d");
  }

  @Test
  void aLogThatIsNotThereIsAFailureToo() {
    Sequencer none =
        sequencer(
            () -> {
              throw NO_QUORUM;
            },
            1);

    assertThat(failure(none.submit(Commands.put("a", "1")).toCompletableFuture()))
        .isSameAs(NO_QUORUM);
    assertThat(failure(none.submit(Commands.put("b", "1")).toCompletableFuture()))
        .isSameAs(NO_QUORUM);
  }

  @Test
  void whileItIsHeldCommandsWaitAndAreThenProposedInOrder() {
    assertThat(sequencer.hold().toCompletableFuture()).isDone();
    submit("a");
    submit("b");
    assertThat(log.proposals()).isEmpty();

    sequencer.release();

    assertThat(ids(group(0))).containsExactly("a", "b");
  }

  @Test
  void aHoldIsDoneOnceNothingIsOnItsWay() {
    submit("a");
    submit("b");
    CompletableFuture<Void> idle = sequencer.hold().toCompletableFuture();
    assertThat(idle).isNotDone();

    log.commit(0);

    assertThat(idle).isDone();
    assertThat(log.proposals()).hasSize(1);
  }

  @Test
  void aHoldIsDoneAfterAFailureToo() {
    submit("a");
    CompletableFuture<Void> idle = sequencer.hold().toCompletableFuture();

    log.fail(0, NO_QUORUM);

    assertThat(idle).isDone();
  }

  @Test
  void tooManyThatWaitAreTurnedAwayWithADelay() {
    sequencer.hold();
    Command command = Commands.put("same", "1");
    for (int i = 0; i < 65_536; i++) {
      sequencer.submit(command);
    }

    MeshException refusal = failure(submit("one more"));

    assertThat(refusal.status()).isEqualTo(Status.TOO_MANY_REQUESTS);
    assertThat(refusal.code()).isEqualTo("CMESH-KRN-001");
    assertThat(refusal.retryAfter()).isPresent();
  }

  @Test
  void onceItRefusesThoseWaitingThoseOnTheirWayAndThoseToComeAreTold() {
    CompletableFuture<Applied> onItsWay = submit("a");
    CompletableFuture<Applied> waiting = submit("b");

    sequencer.refuse(NO_QUORUM);

    assertThat(failure(onItsWay)).isSameAs(NO_QUORUM);
    assertThat(failure(waiting)).isSameAs(NO_QUORUM);
    assertThat(failure(submit("c"))).isSameAs(NO_QUORUM);
  }

  @Test
  void aGroupIsClaimedOnceAndOnlyByTheProcessThatProposedIt() {
    submit("a");

    assertThat(sequencer.claim(4712, 1)).isNull();
    assertThat(sequencer.claim(4711, 2)).isNull();
    assertThat(sequencer.claim(4711, 1)).isNotNull();
    assertThat(sequencer.claim(4711, 1)).isNull();
  }

  @Test
  void eachSubmittersOrderIsKeptHoweverManySubmitAtOnce() throws Exception {
    int threads = 8;
    int each = 500;
    Sequencer busy = sequencer(() -> log, 4);
    AtomicBoolean ended = new AtomicBoolean();
    ExecutorService pool = Executors.newCachedThreadPool();
    try {
      Future<?> committing = pool.submit(() -> commitAll(ended));
      List<Future<?>> submitters = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        String name = "t" + t + "/";
        submitters.add(
            pool.submit(
                () -> {
                  for (int i = 0; i < each; i++) {
                    busy.submit(Commands.put(name + i, "1"));
                  }
                }));
      }
      for (Future<?> submitter : submitters) {
        submitter.get(60, TimeUnit.SECONDS);
      }
      busy.hold().toCompletableFuture().get(60, TimeUnit.SECONDS);
      busy.release();
      while (seen() < threads * each) {
        Thread.yield();
      }
      ended.set(true);
      committing.get(60, TimeUnit.SECONDS);
    } finally {
      pool.shutdownNow();
    }

    Map<String, Integer> next = new HashMap<>();
    for (int g = 0; g < log.proposals().size(); g++) {
      assertThat(group(g).number()).isEqualTo(g + 1);
      for (String id : ids(group(g))) {
        String[] parts = id.split("/");
        assertThat(Integer.parseInt(parts[1])).isEqualTo(next.getOrDefault(parts[0], 0));
        next.merge(parts[0], 1, Integer::sum);
      }
    }
    assertThat(next).hasSize(threads).allSatisfy((t, count) -> assertThat(count).isEqualTo(each));
  }

  private int seen() {
    return log.proposals().stream()
        .map(p -> Group.decode(p.data()))
        .mapToInt(g -> g.commands().size())
        .sum();
  }

  private void commitAll(AtomicBoolean ended) {
    int next = 0;
    while (!ended.get()) {
      if (next < log.proposals().size()) {
        log.commit(next++);
      } else {
        Thread.yield();
      }
    }
  }
}
