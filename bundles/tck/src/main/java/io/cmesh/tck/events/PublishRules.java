package io.cmesh.tck.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmesh.api.Bytes;
import io.cmesh.api.events.Event;
import io.cmesh.api.events.NewEvent;
import io.cmesh.api.events.StreamInfo;
import io.cmesh.api.events.StreamSpec;
import io.cmesh.api.message.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

abstract class PublishRules extends EventBusRules {
  PublishRules(EventBusKit kit) {
    super(kit);
  }

  @Test
  @DisplayName("into streams that were ensured, listed by name")
  void ensuredStreamsAreListedByName() {
    assertThat(bus.streams()).extracting(info -> info.spec()).containsExactly(DEMO, NODE);
  }

  @Test
  @DisplayName("first with sequence 1 in an empty stream")
  void anEmptyStreamBeginsWithSequenceOne() {
    StreamInfo info = bus.streams().get(0);

    assertThat(info.firstSequence()).isEqualTo(1);
    assertThat(info.lastSequence()).isZero();
    assertThat(publish("demo.a", "1")).isEqualTo(1);
  }

  @Test
  @DisplayName("under changed limits once a stream is ensured again")
  void ensuringAgainChangesTheLimits() {
    publish("demo.a", "kept");
    StreamSpec changed = new StreamSpec("demo", List.of("demo.>", "more.*"), 32 * MIB);

    bus.ensureStream(changed);

    assertThat(bus.streams().get(0).spec()).isEqualTo(changed);
    assertThat(publish("more.x", "2")).isEqualTo(2);
    assertThat(bus.last("demo.a")).isPresent();
  }

  @Test
  @DisplayName("refusing a stream whose name, subjects or size are bad with 400")
  void aBadStreamIsRefused() {
    assertRefused(
        () -> bus.ensureStream(new StreamSpec("Bad!", List.of("x"), MIB)), Status.BAD_REQUEST);
    assertRefused(
        () -> bus.ensureStream(new StreamSpec("x", List.of("x..y"), MIB)), Status.BAD_REQUEST);
    assertRefused(
        () -> bus.ensureStream(new StreamSpec("x", List.of("x"), 1000)), Status.BAD_REQUEST);
    assertRefused(() -> bus.ensureStream(new StreamSpec("x", List.of(), MIB)), Status.BAD_REQUEST);
  }

  @Test
  @DisplayName("without gaps, and completes with the sequence of the last event")
  void sequencesHaveNoGaps() {
    assertThat(publish("demo.a", "1")).isEqualTo(1);
    assertThat(publish(event("demo.b", "2"), event("demo.c", "3"))).isEqualTo(3);
    assertThat(publish("events.x", "own count")).isEqualTo(1);

    List<Event> events = bus.read("demo.>", 1, 10);
    assertThat(sequences(events)).containsExactly(1L, 2L, 3L);
    assertThat(payloads(events)).containsExactly("1", "2", "3");
  }

  @Test
  @DisplayName("so that everything about an event is kept")
  void anEventIsKeptAsPublished() {
    Bytes payload = Bytes.wrap(new byte[] {0, -1, 10, 59});
    Bytes id = Bytes.hex("0102");

    publish(new NewEvent("demo.a.ü", payload, id));

    Event event = bus.last("demo.a.ü").orElseThrow();
    assertThat(event.stream()).isEqualTo("demo");
    assertThat(event.subject()).isEqualTo("demo.a.ü");
    assertThat(event.payload()).isEqualTo(payload);
    assertThat(event.id()).isEqualTo(id);
    assertThat(event.timeMillis()).isPositive();
  }

  @Test
  @DisplayName("an empty payload and one of 1 MiB alike")
  void payloadsMayBeEmptyOrLarge() {
    byte[] large = new byte[(int) MIB];
    java.util.Arrays.fill(large, (byte) 7);

    publish(NewEvent.of("demo.a", Bytes.EMPTY), NewEvent.of("demo.b", Bytes.wrap(large)));

    assertThat(bus.last("demo.a").orElseThrow().payload()).isEqualTo(Bytes.EMPTY);
    assertThat(bus.last("demo.b").orElseThrow().payload()).isEqualTo(Bytes.wrap(large));
  }

  @Test
  @DisplayName("no payload beyond 1 MiB: 413, and no id beyond 64 bytes: 400")
  void whatIsTooLongIsRefused() {
    Bytes tooLong = Bytes.wrap(new byte[(int) MIB + 1]);
    Bytes longId = Bytes.wrap(new byte[65]);

    assertRefused(() -> publish(NewEvent.of("demo.a", tooLong)), Status.TOO_LARGE);
    assertRefused(() -> publish(new NewEvent("demo.a", Bytes.EMPTY, longId)), Status.BAD_REQUEST);
    assertThat(bus.lastOf("demo")).isEmpty();
  }

  @Test
  @DisplayName("nothing of a list with a subject that no stream holds: 404")
  void anUnheldSubjectIsNotFound() {
    assertRefused(
        () -> publish(event("demo.a", "1"), event("nobody.a", "2")),
        Status.NOT_FOUND,
        Status.BAD_REQUEST);
    assertRefused(() -> publish("nobody.a", "2"), Status.NOT_FOUND);
    assertThat(bus.lastOf("demo")).isEmpty();
  }

  @Test
  @DisplayName("nothing of a list across two streams: 400")
  void aListAcrossTwoStreamsIsRefused() {
    assertRefused(() -> publish(event("demo.a", "1"), event("events.a", "2")), Status.BAD_REQUEST);
    assertThat(bus.lastOf("demo")).isEmpty();
    assertThat(bus.lastOf("node")).isEmpty();
  }

  @Test
  @DisplayName("no malformed subject and no wildcard: 400")
  void badSubjectsAreRefused() {
    for (String subject :
        List.of("", ".", "demo.", "demo..a", "demo.*", "demo.>", "demo.a b", "demo.\n")) {
      assertRefused(() -> publish(subject, "x"), Status.BAD_REQUEST);
    }
    assertRefused(() -> publish("demo." + "a".repeat(508), "x"), Status.BAD_REQUEST);
  }

  @Test
  @DisplayName("into the stream ensured first where two hold a subject")
  void theFirstEnsuredStreamWins() {
    bus.ensureStream(new StreamSpec("aaa", List.of("demo.a"), MIB));

    publish("demo.a", "1");

    assertThat(bus.last("demo.a").orElseThrow().stream()).isEqualTo("demo");
  }

  @Test
  @DisplayName(
      "lists of many publishers at once, each in one piece and each with its own sequences")
  void listsOfManyPublishersStayInOnePiece() {
    int lists = 200;
    int each = 5;
    List<CompletionStage<Long>> stages =
        IntStream.range(0, lists).parallel().mapToObj(i -> bus.publish(list(i, each))).toList();

    TreeSet<Long> lasts = new TreeSet<>();
    stages.forEach(stage -> lasts.add(completed(stage)));

    assertThat(lasts)
        .containsExactlyElementsOf(
            LongStream.rangeClosed(1, lists).map(i -> i * each).boxed().toList());
    List<Event> events = bus.read("demo.>", 1, lists * each);
    for (int i = 0; i < events.size(); i++) {
      assertThat(events.get(i).sequence()).isEqualTo(i + 1);
      String subject = events.get(i - i % each).subject();
      assertThat(events.get(i).subject()).isEqualTo(subject);
      assertThat(events.get(i).payload().utf8()).isEqualTo(String.valueOf(i % each));
    }
  }

  private static List<NewEvent> list(int publisher, int count) {
    List<NewEvent> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      events.add(event("demo.p" + publisher, String.valueOf(i)));
    }
    return events;
  }
}
