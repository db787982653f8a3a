package io.cmesh.tck.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmesh.api.events.NewEvent;
import io.cmesh.api.message.Status;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

abstract class ReadRules extends EventBusRules {
  ReadRules(EventBusKit kit) {
    super(kit);
  }

  @Test
  @DisplayName("the newest event of a subject, whatever came after on others")
  void theNewestOfASubjectIsFound() {
    publish("demo.a", "old");
    publish("demo.a", "new");
    publish("demo.b", "other");

    assertThat(bus.last("demo.a").orElseThrow().payload().utf8()).isEqualTo("new");
    assertThat(bus.last("demo.a").orElseThrow().sequence()).isEqualTo(2);
  }

  @Test
  @DisplayName("nothing where a subject has no event or no stream")
  void aSubjectWithoutEventsIsEmpty() {
    publish("demo.a", "x");

    assertThat(bus.last("demo.b")).isEmpty();
    assertThat(bus.last("demo.a.b")).isEmpty();
    assertThat(bus.last("nobody.b")).isEmpty();
  }

  @Test
  @DisplayName("no newest event of a wildcard: 400")
  void lastTakesNoWildcards() {
    assertRefused(() -> bus.last("demo.*"), Status.BAD_REQUEST);
  }

  @Test
  @DisplayName("the newest event of a stream; none of an empty or unknown one")
  void theNewestOfAStreamIsFound() {
    publish(event("demo.a", "1"), event("demo.b", "2"));

    assertThat(bus.lastOf("demo").orElseThrow().subject()).isEqualTo("demo.b");
    assertThat(bus.lastOf("node")).isEmpty();
    assertThat(bus.lastOf("nobody")).isEmpty();
  }

  @Test
  @DisplayName("one subject's events, oldest first")
  void oneSubjectIsReadInOrder() {
    publish(event("demo.a", "1"), event("demo.b", "2"), event("demo.a", "3"));

    assertThat(payloads(bus.read("demo.a", 1, 10))).containsExactly("1", "3");
  }

  @Test
  @DisplayName("what a filter matches: * one token, > the rest")
  void wildcardsMatchAsInNats() {
    publish(event("demo.a.x", "1"), event("demo.b", "2"), event("demo.c.x", "3"));
    publish(event("demo.a.x.y", "4"));

    assertThat(payloads(bus.read("demo.*", 1, 10))).containsExactly("2");
    assertThat(payloads(bus.read("demo.*.x", 1, 10))).containsExactly("1", "3");
    assertThat(payloads(bus.read("demo.a.>", 1, 10))).containsExactly("1", "4");
    assertThat(payloads(bus.read("demo.>", 1, 10))).containsExactly("1", "2", "3", "4");
  }

  @Test
  @DisplayName("from a sequence on, no more than asked for")
  void fromAndLimitAreKept() {
    for (int i = 1; i <= 10; i++) {
      publish("demo.a", String.valueOf(i));
    }

    assertThat(payloads(bus.read("demo.a", 4, 3))).containsExactly("4", "5", "6");
    assertThat(payloads(bus.read("demo.>", 10, 3))).containsExactly("10");
    assertThat(bus.read("demo.>", 11, 3)).isEmpty();
    assertThat(payloads(bus.read("demo.>", 0, 1))).containsExactly("1");
  }

  @Test
  @DisplayName("sparse subjects among many others")
  void sparseSubjectsAreFound() {
    List<NewEvent> events = new ArrayList<>();
    for (int i = 0; i < 5000; i++) {
      events.add(event(i % 1000 == 7 ? "demo.rare" : "demo.s" + i, String.valueOf(i)));
    }
    completed(bus.publish(events));

    assertThat(payloads(bus.read("demo.rare", 1, 10)))
        .containsExactly("7", "1007", "2007", "3007", "4007");
    assertThat(bus.last("demo.s1234").orElseThrow().sequence()).isEqualTo(1235);
  }

  @Test
  @DisplayName("1 to 10,000 events at a time: else 400")
  void theLimitHasLimits() {
    assertRefused(() -> bus.read("demo.a", 1, 0), Status.BAD_REQUEST);
    assertRefused(() -> bus.read("demo.a", 1, 10_001), Status.BAD_REQUEST);
    assertRefused(() -> bus.read("demo.a", -1, 1), Status.BAD_REQUEST);
  }

  @Test
  @DisplayName("one stream at a time: a filter across two is a 400, one in none a 404")
  void aFilterLiesWithinOneStream() {
    assertRefused(() -> bus.read(">", 1, 1), Status.BAD_REQUEST);
    assertRefused(() -> bus.read("nobody.*", 1, 1), Status.NOT_FOUND);
    assertRefused(() -> bus.read("demo..a", 1, 1), Status.BAD_REQUEST);
  }
}
