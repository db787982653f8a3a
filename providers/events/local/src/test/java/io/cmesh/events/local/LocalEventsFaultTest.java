package io.cmesh.events.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.cmesh.api.Bytes;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.events.Event;
import io.cmesh.api.events.EventBus;
import io.cmesh.api.events.NewEvent;
import io.cmesh.api.events.StreamSpec;
import io.cmesh.api.message.Status;
import io.cmesh.api.provider.Health;
import io.cmesh.api.provider.Instance;
import io.cmesh.runtime.JdkDisk;
import io.cmesh.tck.support.FaultyDisk;
import io.cmesh.tck.support.TestOpening;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is left of events when disk, machine or process fails. */
class LocalEventsFaultTest {
  private static final StreamSpec DEMO = new StreamSpec("demo", List.of("demo.>"), 1 << 20);

  @TempDir Path dir;
  private final FaultyDisk disk = new FaultyDisk(new JdkDisk());
  private TestOpening opening;
  private Instance<EventBus> instance;

  @BeforeEach
  void open() {
    opening = TestOpening.in(dir).disk(disk);
    instance = new LocalEventsFactory("0.1.0").open(opening.opening());
    bus().ensureStream(DEMO);
  }

  @AfterEach
  void close() {
    instance.close();
    opening.close();
  }

  private EventBus bus() {
    return instance.service();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void everyAcknowledgedEventSurvivesALossOfPower(long seed) throws Exception {
    Random random = new Random(seed);
    List<String> acknowledged = new ArrayList<>();
    for (int life = 0; life < 6; life++) {
      for (int i = 0; i < 60; i++) {
        acknowledged.add(publish(random, acknowledged.size()));
      }
      CompletableFuture<Long> unsure =
          bus().publish(List.of(event("demo.unsure", "?"))).toCompletableFuture();
      disk.crashTorn(random);
      catchThrowable(() -> unsure.get(10, TimeUnit.SECONDS));
      reopen();
      List<Event> stored = all();
      assertThat(stored.subList(0, acknowledged.size()))
          .extracting(event -> event.payload().utf8())
          .isEqualTo(acknowledged);
      stored.subList(acknowledged.size(), stored.size()).forEach(e -> acknowledged.add("?"));
      assertTheNewestOfEachSubjectIsFound(stored);
    }
  }

  private String publish(Random random, int number) throws Exception {
    String payload = number + "x".repeat(random.nextInt(3000));
    String subject = "demo.s" + random.nextInt(50);
    bus().publish(List.of(event(subject, payload))).toCompletableFuture().get(10, TimeUnit.SECONDS);
    return payload;
  }

  private void assertTheNewestOfEachSubjectIsFound(List<Event> stored) {
    Map<String, Event> newest = new HashMap<>();
    stored.forEach(event -> newest.put(event.subject(), event));
    newest.forEach((subject, event) -> assertThat(bus().last(subject)).contains(event));
  }

  private List<Event> all() {
    return bus().read("demo.>", 1, 10_000);
  }

  private void reopen() {
    catchThrowable(instance::close);
    instance = new LocalEventsFactory("0.1.0").open(opening.opening());
  }

  @Test
  void aFullDiskRefusesWithoutATraceAndIsForgottenOnceThereIsRoom() {
    publishFine("demo.a", "first");
    disk.fillAfter(5000);

    assertThatThrownBy(() -> publishAll("demo.b", 20, 1000))
        .isInstanceOf(MeshException.class)
        .hasFieldOrPropertyWithValue("status", Status.INSUFFICIENT_STORAGE);

    assertThat(instance.health().grade()).isEqualTo(Health.Grade.DEGRADED);
    assertThat(all()).hasSize(1);
    assertThat(bus().last("demo.b")).isEmpty();
    disk.makeRoom();
    assertThat(publishFine("demo.c", "second")).isEqualTo(2);
    assertThat(instance.health().grade()).isEqualTo(Health.Grade.OK);
    reopen();
    assertThat(all())
        .extracting(event -> event.payload().utf8())
        .containsExactly("first", "second");
  }

  @Test
  void whereTheDiskFillsNeverMatters() {
    for (int room = 0; room < 300_000; room += 7919) {
      long before = bus().lastOf("demo").map(Event::sequence).orElse(0L);
      disk.fillAfter(room);
      Throwable thrown = catchThrowable(() -> publishAll("demo.b", 200, 1500));
      disk.makeRoom();
      long expected = before + (thrown == null ? 201 : 1);
      assertThat(publishFine("demo.c", "after " + room)).isEqualTo(expected);
      assertThat(bus().last("demo.c").orElseThrow().payload().utf8()).isEqualTo("after " + room);
    }
    List<Event> before = all();
    assertTheNewestOfEachSubjectIsFound(before);
    reopen();
    assertThat(all()).isEqualTo(before);
    assertTheNewestOfEachSubjectIsFound(before);
  }

  @Test
  void aFailedFsyncAcknowledgesNothingUntilOpenedAnew() {
    publishFine("demo.a", "first");
    disk.failForces(1);

    assertThatThrownBy(() -> publishFine("demo.a", "second")).isInstanceOf(MeshException.class);
    assertThatThrownBy(() -> publishFine("demo.a", "third")).isInstanceOf(MeshException.class);

    assertThat(instance.health().grade()).isEqualTo(Health.Grade.DEGRADED);
    assertThat(bus().last("demo.a").orElseThrow().payload().utf8()).isEqualTo("first");
    reopen();
    publishFine("demo.a", "fourth");
    assertThat(bus().last("demo.a").orElseThrow().payload().utf8()).isEqualTo("fourth");
  }

  @Test
  void lostIndexesAreMadeAgain() throws IOException {
    for (int i = 0; i < 40; i++) {
      publishAll("demo.s" + i, 10, 1500);
    }
    Awaitility.await().until(() -> !indexes().isEmpty());
    instance.close();
    for (Path index : indexes()) {
      Files.delete(index);
    }

    reopen();

    assertTheNewestOfEachSubjectIsFound(all());
    Awaitility.await().until(() -> !indexes().isEmpty());
  }

  private List<Path> indexes() throws IOException {
    try (Stream<Path> files = Files.list(dir.resolve("demo"))) {
      return files.filter(path -> path.toString().endsWith(".idx")).toList();
    }
  }

  @Test
  void aClosedInstanceRefusesToPublish() {
    instance.close();

    assertThatThrownBy(() -> publishFine("demo.a", "late"))
        .isInstanceOf(MeshException.class)
        .hasFieldOrPropertyWithValue("code", "CMESH-EVL-009");
    assertThat(instance.health().grade()).isEqualTo(Health.Grade.DOWN);
  }

  private long publishFine(String subject, String payload) {
    return publishNow(List.of(event(subject, payload)));
  }

  private long publishAll(String subject, int count, int size) {
    List<NewEvent> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      events.add(event(subject, "y".repeat(size)));
    }
    return publishNow(events);
  }

  private long publishNow(List<NewEvent> events) {
    try {
      return bus().publish(events).toCompletableFuture().get(10, TimeUnit.SECONDS);
    } catch (java.util.concurrent.ExecutionException e) {
      throw (RuntimeException) e.getCause();
    } catch (InterruptedException | java.util.concurrent.TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  private static NewEvent event(String subject, String payload) {
    return NewEvent.of(subject, Bytes.utf8(payload));
  }
}
