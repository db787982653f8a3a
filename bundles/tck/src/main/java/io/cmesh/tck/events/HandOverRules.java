package io.cmesh.tck.events;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cmesh.api.Bytes;
import io.cmesh.api.Cancellable;
import io.cmesh.api.events.Event;
import io.cmesh.api.events.EventBus;
import io.cmesh.api.events.NewEvent;
import io.cmesh.api.events.StreamSpec;
import io.cmesh.api.message.Status;
import io.cmesh.tck.Durable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("try") // a resource that is only to be closed
abstract class HandOverRules extends EventBusRules {
  private static final StreamSpec SMALL = new StreamSpec("small", List.of("small.>"), MIB);

  HandOverRules(EventBusKit kit) {
    super(kit);
  }

  @Test
  @DisplayName("a stream event by event: sequences, times, subjects, ids and payloads alike")
  void theOtherHasWhatThisOneHas(@TempDir Path second) {
    publishMany(50);
    EventBus other = openBeside(second);
    other.ensureStream(DEMO);

    copy(bus, other, "demo", 7);

    assertThat(all(other, "demo")).isEqualTo(all(bus, "demo")).hasSize(50);
    assertThat(other.lastOf("demo")).isEqualTo(bus.lastOf("demo"));
  }

  @Test
  @DisplayName("and goes on publishing after what it took over, both at the same sequence")
  void bothGoOnAlike(@TempDir Path second) {
    publishMany(50);
    EventBus other = openBeside(second);
    other.ensureStream(DEMO);

    copy(bus, other, "demo", 100);

    assertThat(completed(other.publish(List.of(event("demo.a", "x"))))).isEqualTo(51);
    assertThat(publish("demo.a", "x")).isEqualTo(51);
  }

  @Test
  @DisplayName("there and back: what came since is all that has to move")
  void itGoesBack(@TempDir Path second) {
    publishMany(20);
    EventBus other = openBeside(second);
    other.ensureStream(DEMO);
    copy(bus, other, "demo", 100);
    completed(other.publish(List.of(event("demo.new", "21"), event("demo.new", "22"))));

    completed(bus.adopt("demo", 21, other.readStream("demo", 21, 100)));

    assertThat(all(bus, "demo")).isEqualTo(all(other, "demo")).hasSize(22);
    assertThat(publish("demo.a", "x")).isEqualTo(23);
  }

  @Test
  @DisplayName("page by page; an empty page alone says that the stream has no more")
  void aStreamIsReadInPages() {
    publishMany(10);

    assertThat(sequences(bus.readStream("demo", 1, 4))).containsExactly(1L, 2L, 3L, 4L);
    assertThat(sequences(bus.readStream("demo", 9, 4))).containsExactly(9L, 10L);
    assertThat(sequences(bus.readStream("demo", 0, 1))).containsExactly(1L);
    assertThat(bus.readStream("demo", 11, 4)).isEmpty();
    assertThat(bus.readStream("node", 1, 4)).isEmpty();
  }

  @Test
  @DisplayName("what is left of a stream whose oldest events are gone")
  void aTrimmedStreamIsHandedOverFromItsFirst(@TempDir Path second) {
    trimSmall();
    EventBus other = openBeside(second);
    other.ensureStream(SMALL);

    copy(bus, other, "small", 30);

    assertThat(info(other, "small").firstSequence()).isEqualTo(info("small").firstSequence());
    assertThat(all(other, "small")).isEqualTo(all(bus, "small"));
  }

  private void trimSmall() {
    bus.ensureStream(SMALL);
    for (int i = 0; i < 300; i++) {
      publish("small.s" + i % 7, "x".repeat(10_000));
    }
    await().atMost(10, SECONDS).until(() -> info("small").firstSequence() > 1);
  }

  @Test
  @DisplayName("starting where the other's events start, though its own would have come before")
  void aGapMakesTheStreamForgetWhatItHas() {
    publishMany(5);

    adopt(9, 11);

    assertThat(sequences(all(bus, "demo"))).containsExactly(9L, 10L, 11L);
    assertThat(info("demo").firstSequence()).isEqualTo(9);
    assertThat(bus.last("demo.s3")).isEmpty();
    assertThat(bus.read("demo.s3", 1, 10)).isEmpty();
    assertThat(publish("demo.a", "x")).isEqualTo(12);
  }

  @Test
  @DisplayName("again and again with gaps, and forgets each time")
  void gapsMayFollowEachOther() {
    for (long first = 10; first <= 1000; first += 10) {
      adopt(first, first + 2);

      assertThat(sequences(all(bus, "demo"))).containsExactly(first, first + 1, first + 2);
    }
  }

  @Test
  @DisplayName("nothing that it has already: 409, and all stays as it was")
  void whatItHasAlreadyIsRefused() {
    publishMany(3);
    List<Event> before = all(bus, "demo");

    assertRefused(() -> adopt(3, 5), Status.CONFLICT);
    assertRefused(() -> adopt(1, 1), Status.CONFLICT);
    assertRefused(() -> completed(bus.adopt("demo", 3, List.of())), Status.CONFLICT);

    assertThat(all(bus, "demo")).isEqualTo(before);
    assertThat(publish("demo.a", "4")).isEqualTo(4);
  }

  @Test
  @DisplayName("nothing of a list with a hole, a bad subject or one too long: 400 or 413")
  void badListsAreRefused() {
    List<Event> hole = List.of(old(1, "demo.a"), old(3, "demo.a"));
    Event badSubject = new Event("demo", 2, "demo..a", 1, Bytes.EMPTY, Bytes.EMPTY);
    Event tooLong =
        new Event("demo", 2, "demo.a", 1, Bytes.wrap(new byte[(int) MIB + 1]), Bytes.EMPTY);

    assertRefused(() -> completed(bus.adopt("demo", 1, hole)), Status.BAD_REQUEST);
    assertRefused(
        () -> completed(bus.adopt("demo", 2, List.of(old(1, "demo.a")))), Status.BAD_REQUEST);
    assertRefused(
        () -> completed(bus.adopt("demo", 1, List.of(old(1, "demo.a"), badSubject))),
        Status.BAD_REQUEST);
    assertRefused(
        () -> completed(bus.adopt("demo", 1, List.of(old(1, "demo.a"), tooLong))),
        Status.TOO_LARGE);
    assertRefused(() -> completed(bus.adopt("demo", 0, List.of())), Status.BAD_REQUEST);
    assertThat(bus.lastOf("demo")).isEmpty();
  }

  @Test
  @DisplayName("no stream that is not there: 404; 1 to 10,000 events at a time: else 400")
  void badCallsAreRefused() {
    assertRefused(() -> bus.readStream("nobody", 1, 1), Status.NOT_FOUND);
    assertRefused(() -> completed(bus.adopt("nobody", 1, List.of())), Status.NOT_FOUND);
    assertRefused(() -> bus.readStream("demo", -1, 1), Status.BAD_REQUEST);
    assertRefused(() -> bus.readStream("demo", 1, 0), Status.BAD_REQUEST);
    assertRefused(() -> bus.readStream("demo", 1, 10_001), Status.BAD_REQUEST);
  }

  @Test
  @DisplayName("an empty stream, too: where it goes on")
  void anEmptyListSetsWhereTheStreamGoesOn() {
    publishMany(3);

    completed(bus.adopt("demo", 41, List.of()));

    assertThat(info("demo").firstSequence()).isEqualTo(41);
    assertThat(info("demo").lastSequence()).isEqualTo(40);
    assertThat(bus.lastOf("demo")).isEmpty();
    assertThat(all(bus, "demo")).isEmpty();
    completed(bus.adopt("demo", 41, List.of()));
    assertThat(publish("demo.a", "x")).isEqualTo(41);
  }

  @Test
  @DisplayName("and keeps what it has where an empty list says that it goes on as it would")
  void anEmptyListWithoutAGapChangesNothing() {
    publishMany(3);

    completed(bus.adopt("demo", 4, List.of()));

    assertThat(all(bus, "demo")).hasSize(3);
    assertThat(publish("demo.a", "x")).isEqualTo(4);
  }

  @Test
  @DisplayName("so that events taken over are read and found like its own")
  void adoptedEventsAreFound() {
    adopt(11, 30);
    publish("demo.s3", "own");

    assertThat(sequences(bus.read("demo.s3", 1, 10))).containsExactly(13L, 23L, 31L);
    assertThat(sequences(bus.read("demo.*", 29, 10))).containsExactly(29L, 30L, 31L);
    assertThat(bus.last("demo.s4")).contains(old(24, "demo.s4"));
    assertThat(bus.last("demo.s3").orElseThrow().payload().utf8()).isEqualTo("own");
  }

  @Test
  @DisplayName("so that events taken over are followed like its own, by old followers and new")
  void adoptedEventsAreFollowed() {
    List<Event> early = new CopyOnWriteArrayList<>();
    List<Event> late = new CopyOnWriteArrayList<>();
    try (Cancellable first = bus.subscribe("demo.>", 0, early::add)) {
      adopt(1, 30);
      publish("demo.a", "31");
      completed(bus.adopt("demo", 32, List.of(old(32, "demo.x"))));
      try (Cancellable second = bus.subscribe("demo.>", 5, late::add)) {
        publish("demo.a", "33");

        await().atMost(10, SECONDS).until(() -> early.size() >= 33 && late.size() >= 29);
        assertThat(sequences(early)).containsExactlyElementsOf(range(1, 33));
        assertThat(sequences(late)).containsExactlyElementsOf(range(5, 33));
      }
    }
  }

  @Test
  @DisplayName("so that a follower is led over a gap")
  void aFollowerIsLedOverAGap() {
    List<Event> got = new CopyOnWriteArrayList<>();
    publishMany(3);
    try (Cancellable following = bus.subscribe("demo.>", 1, got::add)) {
      await().atMost(10, SECONDS).until(() -> got.size() == 3);

      adopt(101, 103);
      publish("demo.a", "x");

      await().atMost(10, SECONDS).until(() -> got.size() >= 7);
      assertThat(sequences(got)).containsExactly(1L, 2L, 3L, 101L, 102L, 103L, 104L);
    }
  }

  @Test
  @DisplayName("one event at a time, as when it is fed during a watch")
  void itIsFedDuringAWatch(@TempDir Path second) {
    EventBus other = openBeside(second);
    other.ensureStream(DEMO);
    for (int i = 1; i <= 200; i++) {
      long sequence = publish("demo.s" + i % 10, String.valueOf(i));
      completed(other.adopt("demo", sequence, bus.readStream("demo", sequence, 1)));
    }

    assertThat(all(other, "demo")).isEqualTo(all(bus, "demo")).hasSize(200);
  }

  @Test
  @DisplayName("an empty payload and one of 1 MiB, and an event on a subject it holds no longer")
  void everyEventCanBeAdopted() {
    byte[] large = new byte[(int) MIB];
    Arrays.fill(large, (byte) 7);
    Event empty = new Event("demo", 1, "demo.ü", 12, Bytes.EMPTY, Bytes.EMPTY);
    Event full = new Event("demo", 2, "demo.b", 11, Bytes.wrap(large), Bytes.wrap(new byte[64]));
    Event former = old(3, "former.a");

    completed(bus.adopt("demo", 1, List.of(empty, full, former)));

    assertThat(all(bus, "demo")).containsExactly(empty, full, former);
  }

  @Test
  @DisplayName("while others read and follow: they see each event whole and in order")
  void readersSeeNothingTorn() {
    List<Event> got = new CopyOnWriteArrayList<>();
    try (Cancellable following = bus.subscribe("demo.>", 1, got::add)) {
      for (long first = 1; first <= 2000; first += 20) {
        adopt(first, first + 19);
        List<Event> seen = all(bus, "demo");
        assertThat(seen).hasSize((int) first + 19);
        assertThat(seen.get(seen.size() - 1)).isEqualTo(old(first + 19));
      }
      await().atMost(20, SECONDS).until(() -> got.size() >= 2000);
      assertThat(sequences(got)).containsExactlyElementsOf(range(1, 2000));
    }
  }

  @Test
  @Durable
  @DisplayName("and a kill loses nothing that was taken over")
  void adoptedEventsSurviveAKill(@TempDir Path copy) {
    publishMany(5);
    adopt(9, 30);
    List<Event> before = all(bus, "demo");

    EventBus after = openWhatAKillLeaves(copy);

    assertThat(all(after, "demo")).isEqualTo(before);
    assertThat(after.last("demo.s4")).contains(old(24, "demo.s4"));
    assertThat(completed(after.publish(List.of(event("demo.a", "x"))))).isEqualTo(31);
  }

  @Test
  @Durable
  @DisplayName("and where an empty stream goes on survives a kill and a closing")
  void whereAStreamGoesOnSurvives(@TempDir Path copy) {
    publishMany(3);
    completed(bus.adopt("demo", 41, List.of()));

    EventBus killed = openWhatAKillLeaves(copy);
    reopen();

    assertThat(info(killed, "demo").firstSequence()).isEqualTo(41);
    assertThat(info(killed, "demo").lastSequence()).isEqualTo(40);
    assertThat(completed(killed.publish(List.of(event("demo.a", "x"))))).isEqualTo(41);
    assertThat(publish("demo.a", "x")).isEqualTo(41);
  }

  /** As the kernel copies: chunk by chunk, from wherever the other's events begin. */
  private static void copy(EventBus from, EventBus to, String stream, int chunk) {
    long next = 1;
    while (true) {
      List<Event> page = from.readStream(stream, next, chunk);
      if (page.isEmpty()) {
        return;
      }
      completed(to.adopt(stream, page.get(0).sequence(), page));
      next = page.get(page.size() - 1).sequence() + 1;
    }
  }

  private static List<Event> all(EventBus bus, String stream) {
    return bus.readStream(stream, 1, 10_000);
  }

  private void publishMany(int count) {
    List<NewEvent> events = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      events.add(new NewEvent("demo.s" + i % 10, Bytes.utf8("own " + i), Bytes.ofLong(i)));
    }
    completed(bus.publish(events));
  }

  /** Takes over events as another bus had them, on ten subjects. */
  private void adopt(long first, long last) {
    List<Event> events = LongStream.rangeClosed(first, last).mapToObj(HandOverRules::old).toList();
    completed(bus.adopt("demo", first, events));
  }

  private static Event old(long sequence) {
    return old(sequence, "demo.s" + sequence % 10);
  }

  private static Event old(long sequence, String subject) {
    Bytes payload = Bytes.utf8("old " + sequence);
    return new Event(
        "demo", sequence, subject, 1_000 + sequence * 7, payload, Bytes.ofLong(-sequence));
  }

  private static List<Long> range(long first, long last) {
    return LongStream.rangeClosed(first, last).boxed().toList();
  }
}
