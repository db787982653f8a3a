package io.cmesh.kernel.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cmesh.api.Bytes;
import io.cmesh.api.Cancellable;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.events.Event;
import io.cmesh.api.events.EventBus;
import io.cmesh.api.events.NewEvent;
import io.cmesh.api.events.StreamSpec;
import io.cmesh.api.provider.Instance;
import io.cmesh.events.memory.MemoryEventsFactory;
import io.cmesh.kernel.support.Bundles;
import io.cmesh.kernel.support.FaultProvider;
import io.cmesh.kernel.support.FaultProvider.Fault;
import io.cmesh.runtime.JdkScheduler;
import io.cmesh.tck.support.TestOpening;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveEventsTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir Path dir;

  private final JdkScheduler scheduler = new JdkScheduler();
  private final LiveEvents live = new LiveEvents(scheduler);
  private final List<AutoCloseable> open = new ArrayList<>();
  private final List<Throwable> broken = new CopyOnWriteArrayList<>();
  private final List<Throwable> refused = new CopyOnWriteArrayList<>();
  private final FaultProvider<EventBus> a = provider();
  private final FaultProvider<EventBus> b = provider();

  private static FaultProvider<EventBus> provider() {
    return new FaultProvider<>(new MemoryEventsFactory(Bundles.context()), EventBus.class);
  }

  @AfterEach
  void close() throws Exception {
    a.letGo();
    b.letGo();
    for (AutoCloseable each : open) {
      each.close();
    }
    scheduler.close();
  }

  private EventBus bus(FaultProvider<EventBus> provider) {
    TestOpening opening = TestOpening.in(dir);
    Instance<EventBus> instance = provider.open(opening.opening());
    open.add(instance);
    open.add(opening);
    instance.service().ensureStream(new StreamSpec("all", List.of(">"), 1 << 20));
    return instance.service();
  }

  private CompletionStage<Long> publish(int i) {
    return live.publish(List.of(NewEvent.of("a.b", Bytes.utf8("" + i))));
  }

  private static <T> T get(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  private static List<String> payloads(EventBus bus) {
    return bus.readStream("all", 1, 10_000).stream().map(e -> e.payload().utf8()).toList();
  }

  private static List<String> upTo(int count) {
    return IntStream.range(0, count).mapToObj(String::valueOf).toList();
  }

  @Test
  void whereNobodyServesPublishersAndFollowersAreToldToComeAgain() {
    assertThatThrownBy(() -> publish(0)).isInstanceOf(MeshException.class);
    assertThatThrownBy(() -> live.subscribe("a.>", 0, e -> {})).isInstanceOf(MeshException.class);
    live.serve(null);
    assertThatThrownBy(() -> live.mirrorTo(bus(a), broken::add, refused::add))
        .isInstanceOf(IllegalStateException.class);
    assertThat(live.stopMirror()).isCompleted();
  }

  @Test
  void whoIsHeldGoesOnInOrderOnTheBusThatServesThen() throws Exception {
    EventBus first = bus(a);
    EventBus second = bus(b);
    live.serve(first);
    get(publish(0));
    get(live.hold());
    List<CompletionStage<Long>> held = new ArrayList<>();
    for (int i = 1; i < 100; i++) {
      held.add(publish(i));
    }
    assertThat(held).noneMatch(s -> s.toCompletableFuture().isDone());
    get(new StreamCopy(first, second, scheduler.pool()).pass());
    live.serve(second);
    live.release();
    for (CompletionStage<Long> each : held) {
      get(each);
    }
    assertThat(payloads(second)).isEqualTo(upTo(100));
    assertThat(payloads(first)).isEqualTo(upTo(1));
  }

  @Test
  void whoIsHeldWhileNobodyComesToServeIsTold() throws Exception {
    live.serve(bus(a));
    get(live.hold());
    CompletionStage<Long> held = publish(0);
    live.serve(null);
    live.release();
    assertThatThrownBy(() -> get(held)).hasCauseInstanceOf(MeshException.class);
  }

  @Test
  void aHoldWaitsForWhoIsUnderWay() throws Exception {
    live.serve(bus(a));
    a.at("publish", Fault.HANGS);
    CompletableFuture<Long> flying =
        CompletableFuture.supplyAsync(() -> publish(0).toCompletableFuture().join());
    await().atMost(SOON).until(() -> !live.hold().toCompletableFuture().isDone());
    CompletionStage<Void> idle = live.hold();
    a.letGo();
    get(idle);
    get(flying);
    live.release();
  }

  @Test
  void whatFailsWhileHeldFailsItsPublisherAlone() throws Exception {
    live.serve(bus(a));
    get(live.hold());
    CompletionStage<Long> fails = publish(0);
    CompletionStage<Long> throwing = publish(1);
    a.at("publish", Fault.THROWS);
    live.release();
    assertThatThrownBy(() -> get(fails)).hasCauseInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> get(throwing)).hasCauseInstanceOf(IllegalStateException.class);
    get(live.hold());
    CompletionStage<Long> failing = publish(2);
    a.at("publish", Fault.FAILS);
    live.release();
    assertThatThrownBy(() -> get(failing)).hasCauseInstanceOf(MeshException.class);
    a.letGo();
    get(publish(3));
  }

  private EventBus mirrored() throws Exception {
    EventBus replaced = bus(a);
    EventBus serving = bus(b);
    live.serve(serving);
    live.mirrorTo(replaced, broken::add, refused::add);
    return replaced;
  }

  @Test
  void whatWasAcknowledgedIsOnTheReplacedBusToo() throws Exception {
    EventBus replaced = mirrored();
    List<CompletionStage<Long>> all = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      all.add(publish(i));
    }
    for (CompletionStage<Long> each : all) {
      get(each);
    }
    assertThat(payloads(replaced)).isEqualTo(upTo(200));
    get(live.stopMirror());
    get(publish(200));
    assertThat(payloads(replaced)).isEqualTo(upTo(200));
    assertThat(broken).isEmpty();
  }

  @Test
  void aReplacedBusThatFailsOrHangsKeepsNobodyWaiting() throws Exception {
    mirrored();
    a.at("adopt", Fault.NEVER);
    get(publish(0));
    assertThat(broken).hasSize(1);
    get(publish(1));
    assertThat(broken).hasSize(1);
    assertThat(refused).isEmpty();
  }

  @Test
  void aServingBusThatRefusesIsReportedAndWhoAsksWronglyIsNot() throws Exception {
    mirrored();
    b.at("publish", Fault.FAILS);
    assertThatThrownBy(() -> get(publish(0))).hasCauseInstanceOf(MeshException.class);
    assertThat(refused).hasSize(1);
    b.at("publish", Fault.THROWS);
    assertThatThrownBy(() -> publish(0)).isInstanceOf(IllegalStateException.class);
    assertThat(refused).hasSize(2);
    b.letGo();
    assertThatThrownBy(() -> get(live.publish(List.of())));
    assertThat(refused).hasSize(2);
  }

  @Test
  void aFollowerGoesOverWhereItWasAndComesBackToTheBusOfBefore() throws Exception {
    EventBus first = bus(a);
    EventBus second = bus(b);
    live.serve(first);
    List<String> seen = new CopyOnWriteArrayList<>();
    Cancellable following = live.subscribe("a.>", 1, e -> seen.add(e.payload().utf8()));
    for (int round = 0; round < 20; round++) {
      EventBus from = round % 2 == 0 ? first : second;
      EventBus to = round % 2 == 0 ? second : first;
      get(publish(round));
      get(live.hold());
      get(new StreamCopy(from, to, scheduler.pool()).pass());
      live.serve(to);
      if (round % 3 == 0) {
        live.serve(from); // thinks better of it before anybody has gone over
        live.serve(to);
      }
      live.release();
      await().atMost(SOON).until(() -> !live.isFollowed(from) && live.isFollowed(to));
    }
    await().atMost(SOON).untilAsserted(() -> assertThat(seen).isEqualTo(upTo(20)));
    following.close();
    assertThat(live.isFollowed(first)).isFalse();
  }

  @Test
  void aFollowerWhoseBusComesBackAtOnceIsNotLost() throws Exception {
    EventBus first = bus(a);
    EventBus second = bus(b);
    live.serve(first);
    List<Event> seen = new CopyOnWriteArrayList<>();
    live.subscribe("a.>", 0, seen::add);
    for (int i = 0; i < 50; i++) {
      live.serve(second);
      live.serve(first);
    }
    get(publish(0));
    await().atMost(SOON).until(() -> seen.size() == 1);
  }

  @Test
  void aBusThatRefusesFollowersIsAskedAgain() throws Exception {
    EventBus first = bus(a);
    EventBus second = bus(b);
    live.serve(first);
    List<Event> seen = new CopyOnWriteArrayList<>();
    live.subscribe("a.>", 0, seen::add);
    b.at("subscribe", Fault.THROWS);
    live.serve(second);
    await().atMost(SOON).until(() -> !live.isFollowed(first));
    assertThatThrownBy(() -> live.subscribe("a.>", 0, seen::add))
        .isInstanceOf(IllegalStateException.class);
    b.letGo();
    await().atMost(SOON).until(() -> live.isFollowed(second));
    get(publish(0));
    await().atMost(SOON).until(() -> seen.size() == 1);
  }
}
