package io.cmesh.tck.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmesh.api.Bytes;
import io.cmesh.api.events.Event;
import io.cmesh.api.events.NewEvent;
import io.cmesh.api.events.StreamInfo;
import io.cmesh.api.events.StreamSpec;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

abstract class DurabilityRules extends EventBusRules {
  DurabilityRules(EventBusKit kit) {
    super(kit);
  }

  @Test
  @DisplayName("every acknowledged event when it is closed and opened again")
  void eventsSurviveAReopening() {
    publish(event("demo.a", "1"), event("demo.b", "2"));
    publish("events.x", "3");

    reopen();

    assertThat(payloads(bus.read("demo.>", 1, 10))).containsExactly("1", "2");
    assertThat(bus.last("demo.a").orElseThrow().payload().utf8()).isEqualTo("1");
    assertThat(bus.last("events.x").orElseThrow().payload().utf8()).isEqualTo("3");
    assertThat(publish("demo.c", "3")).isEqualTo(3);
  }

  @Test
  @DisplayName("its streams, their limits and which was ensured first")
  void streamsSurviveAReopening() {
    StreamSpec late = new StreamSpec("aaa", List.of("demo.a", "x.*"), 3 * MIB);
    bus.ensureStream(late);

    reopen();

    assertThat(bus.streams()).extracting(StreamInfo::spec).containsExactly(late, DEMO, NODE);
    publish("demo.a", "1");
    assertThat(bus.last("demo.a").orElseThrow().stream()).isEqualTo("demo");
  }

  @Test
  @DisplayName("the last event's id, so that a publisher knows where it was")
  void theLastIdSurvivesAReopening() {
    Bytes id = Bytes.ofLong(42);
    publish(event("demo.a", "1"), new NewEvent("demo.b", Bytes.utf8("2"), id));

    reopen();

    assertThat(bus.lastOf("demo").orElseThrow().id()).isEqualTo(id);
    assertThat(bus.lastOf("demo").orElseThrow().sequence()).isEqualTo(2);
  }

  @Test
  @DisplayName("no more than a stream's bytes: the oldest events go, sequences go on")
  void theOldestEventsGo() {
    bus.ensureStream(new StreamSpec("small", List.of("small.>"), MIB));
    String payload = "x".repeat(10_000);
    publish("small.first", "gone soon");
    long last = 0;
    for (int i = 0; i < 600; i++) {
      last = publish("small.s" + i % 7, payload);
    }

    Awaitility.await().until(() -> small().firstSequence() > 1);
    long first = small().firstSequence();
    assertThat(last).isEqualTo(601);
    assertThat(small().lastSequence()).isEqualTo(601);
    assertThat(bus.last("small.first")).isEmpty();
    List<Event> kept = bus.read("small.>", 1, 1000);
    assertThat(kept.get(0).sequence()).isEqualTo(first);
    assertThat(kept).hasSize((int) (602 - first));
    assertThat(bus.last("small.s3")).isPresent();
  }

  private StreamInfo small() {
    return bus.streams().stream()
        .filter(info -> info.spec().name().equals("small"))
        .findFirst()
        .orElseThrow();
  }
}
