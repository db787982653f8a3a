package io.cmesh.kernel.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmesh.api.Bytes;
import io.cmesh.api.events.Event;
import io.cmesh.api.provider.Health;
import io.cmesh.api.provider.Role;
import io.cmesh.api.provider.Settings;
import io.cmesh.kernel.assembly.Assemblies;
import io.cmesh.kernel.support.FakeBus;
import io.cmesh.kernel.support.FakeBus.Fault;
import io.cmesh.kernel.support.FakeStore;
import io.cmesh.kernel.support.Roles;
import io.cmesh.kernel.support.StepScheduler;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutboxPumpTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final String STATE = "events.state.a";
  private static final String CHANNEL = "demo.a";

  @TempDir Path home;

  private final StepScheduler scheduler = new StepScheduler();
  private final FakeStore store = new FakeStore();
  private final FakeBus bus = new FakeBus();
  private final Assemblies assemblies = new Assemblies(scheduler);
  private final List<Long> trims = new ArrayList<>();
  private OutboxPump pump;
  private long block;
  private long index;

  @BeforeEach
  void start() {
    Streams.specs(Settings.empty("io.cmesh.kernel")).forEach(bus::ensureStream);
    Roles.fill(assemblies, Role.STATE, store, home, scheduler);
    Roles.fill(assemblies, Role.EVENTS, bus, home, scheduler);
    pump = pump();
  }

  private OutboxPump pump() {
    OutboxPump made = new OutboxPump(assemblies, scheduler, trims::add);
    made.start(bus, block);
    scheduler.run();
    return made;
  }

  /** A block with an event on each of these subjects. */
  private void block(String... subjects) {
    List<OutboxRecord.Item> items = new ArrayList<>();
    index++;
    for (int i = 0; i < subjects.length; i++) {
      items.add(
          new OutboxRecord.Item(index, i, subjects[i], Bytes.utf8("\"" + index + "." + i + "\"")));
    }
    block++;
    store.put(OutboxRecord.NAMESPACE, Bytes.ofLong(block), new OutboxRecord(items).encode());
    pump.committed(block);
  }

  private List<String> kept(String stream) {
    return bus.kept(stream).stream().map(Event::payload).map(Bytes::utf8).toList();
  }

  @Test
  void eventsGoToTheirStreamsInOrderUnderTheIdOfWhatCausedThem() {
    block(STATE, CHANNEL);
    block(CHANNEL, CHANNEL);
    scheduler.run();

    assertThat(kept(Streams.STATE)).containsExactly("\"1.0\"");
    assertThat(kept(Streams.CHANNELS)).containsExactly("\"1.1\"", "\"2.0\"", "\"2.1\"");
    assertThat(bus.lastOf(Streams.CHANNELS).orElseThrow().id())
        .isEqualTo(new OutboxRecord.Item(2, 1, CHANNEL, Bytes.EMPTY).id());
  }

  @Test
  void whoWaitsIsToldOnceTheEventsOfBlocksAppliedByThenAreOut() {
    assertThat(pump.caughtUp().toCompletableFuture()).isCompleted();
    block(CHANNEL);
    CompletableFuture<Void> first = pump.caughtUp().toCompletableFuture();
    assertThat(first).isNotDone();

    scheduler.run();

    assertThat(first).isCompleted();
    assertThat(kept(Streams.CHANNELS)).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"BEFORE", "AFTER", "THROWS"})
  void aBusThatFailsLosesAndDoublesNothing(Fault fault) {
    bus.fault(Streams.CHANNELS, fault);
    block(CHANNEL, STATE);
    block(CHANNEL);
    CompletableFuture<Void> out = pump.caughtUp().toCompletableFuture();
    scheduler.run();
    assertThat(pump.health().grade()).isEqualTo(Health.Grade.DEGRADED);
    assertThat(out).isCompletedExceptionally();

    bus.fault(Streams.CHANNELS, Fault.NONE);
    scheduler.elapse(SECOND.multipliedBy(2));

    assertThat(kept(Streams.CHANNELS)).containsExactly("\"1.0\"", "\"2.0\"");
    assertThat(kept(Streams.STATE)).containsExactly("\"1.1\"");
    assertThat(pump.health()).isEqualTo(Health.OK);
    assertThat(pump.caughtUp().toCompletableFuture()).isCompleted();
  }

  @Test
  void ofTwoStreamsTheOneThatWorksIsNotServedTwice() {
    bus.fault(Streams.STATE, Fault.BEFORE);
    block(STATE, CHANNEL);
    scheduler.run();
    assertThat(kept(Streams.CHANNELS)).containsExactly("\"1.1\"");
    assertThat(kept(Streams.STATE)).isEmpty();

    bus.fault(Streams.STATE, Fault.NONE);
    scheduler.elapse(SECOND);

    assertThat(kept(Streams.CHANNELS)).containsExactly("\"1.1\"");
    assertThat(kept(Streams.STATE)).containsExactly("\"1.0\"");
  }

  @Test
  void aNewPumpBeginsBehindEachStreamsLastEvent() {
    block(STATE, CHANNEL);
    scheduler.run();
    bus.fault(Streams.STATE, Fault.BEFORE);
    block(STATE, CHANNEL);
    scheduler.run();
    bus.fault(Streams.STATE, Fault.NONE);

    pump = pump();

    assertThat(kept(Streams.STATE)).containsExactly("\"1.0\"", "\"2.0\"");
    assertThat(kept(Streams.CHANNELS)).containsExactly("\"1.1\"", "\"2.1\"");
  }

  @Test
  void whileNobodyFillsTheRoleEventsWait() {
    assemblies.remove(Role.EVENTS);
    block(CHANNEL);
    scheduler.elapse(SECOND);
    assertThat(pump.health().text()).contains("events wait in the outbox");

    Roles.fill(assemblies, Role.EVENTS, bus, home, scheduler);
    scheduler.elapse(SECOND);

    assertThat(kept(Streams.CHANNELS)).containsExactly("\"1.0\"");
    assertThat(pump.health()).isEqualTo(Health.OK);
  }

  @Test
  void aBusThatGoesAfterItFailedIsAskedWhereItStandsWhenItIsBack() {
    bus.fault(Streams.CHANNELS, Fault.AFTER);
    block(CHANNEL);
    scheduler.run();
    assemblies.remove(Role.EVENTS);
    scheduler.elapse(SECOND);
    bus.fault(Streams.CHANNELS, Fault.NONE);

    Roles.fill(assemblies, Role.EVENTS, bus, home, scheduler);
    scheduler.elapse(SECOND);

    assertThat(kept(Streams.CHANNELS)).containsExactly("\"1.0\"");
  }

  @Test
  void aLargeOutboxGoesOutInPiecesAndWhole() {
    for (int i = 0; i < 60; i++) {
      String[] subjects = new String[200];
      Arrays.fill(subjects, CHANNEL);
      block(subjects);
    }
    scheduler.run();

    assertThat(kept(Streams.CHANNELS)).hasSize(12_000).doesNotHaveDuplicates();
    assertThat(pump.caughtUp().toCompletableFuture()).isCompleted();
  }

  @Test
  void theOutboxIsTrimmedOnceAThousandBlocksAreOut() {
    for (int i = 0; i < 1_023; i++) {
      block(CHANNEL);
    }
    scheduler.run();
    assertThat(trims).isEmpty();

    block(CHANNEL);
    scheduler.run();

    assertThat(trims).containsExactly(1_024L);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6470})
  void whateverFailsAndWheneverItStartsAgainEachEventIsOutOnceAndInOrder(long seed) {
    Random random = new Random(seed);
    List<String> state = new ArrayList<>();
    List<String> channels = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      bus.fault(Streams.STATE, Fault.values()[random.nextInt(4)]);
      bus.fault(Streams.CHANNELS, Fault.values()[random.nextInt(4)]);
      block(STATE, CHANNEL);
      state.add("\"" + index + ".0\"");
      channels.add("\"" + index + ".1\"");
      if (random.nextBoolean()) {
        scheduler.elapse(SECOND.multipliedBy(random.nextInt(3)));
      }
      if (random.nextInt(10) == 0) {
        pump.close();
        pump = pump();
      }
    }
    bus.fault(Streams.STATE, Fault.NONE);
    bus.fault(Streams.CHANNELS, Fault.NONE);
    scheduler.elapse(SECOND.multipliedBy(5));

    assertThat(kept(Streams.STATE)).isEqualTo(state);
    assertThat(kept(Streams.CHANNELS)).isEqualTo(channels);
  }
}
