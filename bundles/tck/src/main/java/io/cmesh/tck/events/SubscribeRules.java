package io.cmesh.tck.events;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cmesh.api.Cancellable;
import io.cmesh.api.events.Event;
import io.cmesh.api.events.NewEvent;
import io.cmesh.api.message.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // a resource that is only to be closed
abstract class SubscribeRules extends EventBusRules {
  private final List<Event> got = new CopyOnWriteArrayList<>();

  SubscribeRules(EventBusKit kit) {
    super(kit);
  }

  @Test
  @DisplayName("new events only, from 0")
  void fromZeroMeansNewOnes() {
    publish("demo.a", "old");

    try (Cancellable following = bus.subscribe("demo.>", 0, got::add)) {
      publish("demo.a", "new");

      await().atMost(10, SECONDS).until(() -> !got.isEmpty());
      assertThat(payloads(got)).containsExactly("new");
    }
  }

  @Test
  @DisplayName("what is stored first, then what comes, each event once and in order")
  void whatIsStoredComesFirst() {
    publishMany(0, 500);

    try (Cancellable following = bus.subscribe("demo.>", 101, got::add)) {
      publishMany(500, 500);

      await().atMost(20, SECONDS).until(() -> got.size() >= 900);
      assertThat(sequences(got))
          .containsExactlyElementsOf(LongStream.rangeClosed(101, 1000).boxed().toList());
    }
  }

  @Test
  @DisplayName("from a sequence that is yet to come")
  void theStartMayLieAhead() {
    try (Cancellable following = bus.subscribe("demo.>", 3, got::add)) {
      publishMany(0, 4);

      await().atMost(10, SECONDS).until(() -> got.size() >= 2);
      assertThat(sequences(got)).containsExactly(3L, 4L);
    }
  }

  @Test
  @DisplayName("only what its filter matches")
  void onlyMatchesAreDelivered() {
    try (Cancellable following = bus.subscribe("demo.*.x", 1, got::add)) {
      publish(event("demo.a.x", "1"), event("demo.a.y", "2"), event("demo.b.x", "3"));

      await().atMost(10, SECONDS).until(() -> got.size() >= 2);
      assertThat(payloads(got)).containsExactly("1", "3");
    }
  }

  @Test
  @DisplayName("one event at a time")
  void oneEventAtATime() {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    try (Cancellable following =
        bus.subscribe(
            "demo.>",
            1,
            event -> {
              most.accumulateAndGet(inside.incrementAndGet(), Math::max);
              got.add(event);
              inside.decrementAndGet();
            })) {
      publishMany(0, 300);

      await().atMost(10, SECONDS).until(() -> got.size() == 300);
      assertThat(most).hasValue(1);
    }
  }

  @Test
  @DisplayName("at each consumer's own pace: a slow one slows neither others nor publishers")
  void aSlowConsumerSlowsOnlyItself() {
    CountDownLatch release = new CountDownLatch(1);
    List<Event> slow = new CopyOnWriteArrayList<>();
    try (Cancellable slowly = bus.subscribe("demo.>", 1, event -> slowly(release, slow, event));
        Cancellable quickly = bus.subscribe("demo.>", 1, got::add)) {
      publishMany(0, 2000);
      await().atMost(10, SECONDS).until(() -> got.size() == 2000);
      assertThat(slow).isEmpty();

      release.countDown();
      await().atMost(10, SECONDS).until(() -> slow.size() == 2000);
      assertThat(sequences(slow)).isSorted();
    }
  }

  private static void slowly(CountDownLatch release, List<Event> slow, Event event) {
    try {
      release.await();
      slow.add(event);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  @DisplayName("no more for a consumer that threw, and on for the others")
  void aConsumerThatThrowsIsEnded() {
    AtomicInteger calls = new AtomicInteger();
    try (Cancellable failing =
            bus.subscribe(
                "demo.>",
                1,
                event -> {
                  calls.incrementAndGet();
                  throw new IllegalStateException("the consumer's own fault");
                });
        Cancellable well = bus.subscribe("demo.>", 1, got::add)) {
      publishMany(0, 10);
      await().atMost(10, SECONDS).until(() -> got.size() == 10 && calls.get() > 0);
      publishMany(10, 10);

      await().atMost(10, SECONDS).until(() -> got.size() == 20);
      assertThat(calls).hasValue(1);
    }
  }

  @Test
  @DisplayName("nothing more once it is closed")
  void aClosedSubscriptionEnds() {
    Cancellable following = bus.subscribe("demo.>", 1, got::add);
    publish("demo.a", "1");
    await().atMost(10, SECONDS).until(() -> got.size() == 1);

    following.close();
    following.close();
    try (Cancellable other = bus.subscribe("demo.>", 2, event -> got.add(event))) {
      publish("demo.a", "2");

      await().atMost(10, SECONDS).until(() -> got.size() >= 2);
      assertThat(payloads(got)).containsExactly("1", "2");
    }
  }

  @Test
  @DisplayName("no malformed filter, none across streams: 400; none in no stream: 404")
  void badFiltersAreRefused() {
    assertRefused(() -> bus.subscribe("demo..a", 1, got::add), Status.BAD_REQUEST);
    assertRefused(() -> bus.subscribe(">", 1, got::add), Status.BAD_REQUEST);
    assertRefused(() -> bus.subscribe("nobody.a", 1, got::add), Status.NOT_FOUND);
    assertRefused(() -> bus.subscribe("demo.a", -1, got::add), Status.BAD_REQUEST);
  }

  private void publishMany(int from, int count) {
    List<NewEvent> events = new ArrayList<>();
    for (int i = from; i < from + count; i++) {
      events.add(event("demo.a", String.valueOf(i)));
    }
    completed(bus.publish(events));
  }
}
