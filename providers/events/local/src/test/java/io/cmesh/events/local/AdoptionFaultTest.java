package io.cmesh.events.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.cmesh.api.Bytes;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.events.Event;
import io.cmesh.api.events.EventBus;
import io.cmesh.api.events.NewEvent;
import io.cmesh.api.events.StreamInfo;
import io.cmesh.api.events.StreamSpec;
import io.cmesh.api.message.Status;
import io.cmesh.api.provider.Instance;
import io.cmesh.runtime.JdkDisk;
import io.cmesh.tck.support.FaultyDisk;
import io.cmesh.tck.support.KillingDisk;
import io.cmesh.tck.support.TestOpening;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is left of events that are being taken over when disk, machine or process fails. */
class AdoptionFaultTest {
  private static final StreamSpec DEMO = new StreamSpec("demo", List.of("demo.>"), 64 << 20);
  private static final int OWN = 12;
  private static final long FIRST = 100;
  private static final int CHUNK = 30;
  private static final int CHUNKS = 3;

  @TempDir Path dir;
  private final FaultyDisk disk = new FaultyDisk(new JdkDisk());

  /** One directory's instances, one after another. */
  private static final class Node implements AutoCloseable {
    private final TestOpening opening;
    private final Instance<EventBus> instance;

    private Node(Path dir, io.cmesh.api.provider.Disk disk) {
      opening = TestOpening.in(dir).disk(disk);
      instance = new LocalEventsFactory("0.1.0").open(opening.opening());
    }

    private EventBus bus() {
      return instance.service();
    }

    @Override
    public void close() {
      catchThrowable(instance::close);
      opening.close();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aKillAtAnyInstantLeavesTheStreamAsItWasOrAPrefixOfWhatWasAdopted(boolean power)
      throws Exception {
    boolean through = false;
    for (int changes = 0; !through; changes += 1 + changes / 20) {
      Path own = Files.createDirectory(dir.resolve("kill" + changes));
      KillingDisk killing = new KillingDisk(disk);
      long acknowledged;
      try (Node dying = new Node(own, killing)) {
        dying.bus().ensureStream(DEMO);
        publishOwn(dying.bus());
        killing.killAfter(changes);
        acknowledged = adoptChunks(dying.bus());
        through = acknowledged == FIRST + CHUNK * CHUNKS - 1;
      }
      if (power) {
        disk.crashTorn(new Random(changes));
      }
      assertAsItWasOrAPrefix(own, acknowledged);
    }
  }

  /** The last sequence acknowledged; that of its own events where none was adopted. */
  private static long adoptChunks(EventBus bus) {
    long acknowledged = OWN;
    for (int i = 0; i < CHUNKS; i++) {
      long first = FIRST + (long) i * CHUNK;
      Throwable thrown = catchThrowable(() -> completed(bus.adopt("demo", first, chunk(first))));
      if (thrown != null) {
        return acknowledged;
      }
      acknowledged = first + CHUNK - 1;
    }
    return acknowledged;
  }

  private void assertAsItWasOrAPrefix(Path own, long acknowledged) {
    try (Node after = new Node(own, disk)) {
      StreamInfo info = after.bus().streams().get(0);
      List<Event> all = after.bus().readStream("demo", 1, 10_000);
      long last = info.lastSequence();
      assertThat(last).isGreaterThanOrEqualTo(acknowledged);
      if (info.firstSequence() == 1) {
        assertThat(all).hasSize(OWN);
      } else {
        assertThat(info.firstSequence()).isEqualTo(FIRST);
        assertThat(all).isEqualTo(adopted(FIRST, last));
      }
      all.forEach(
          event ->
              assertThat(after.bus().last(event.subject()).orElseThrow().sequence())
                  .isGreaterThanOrEqualTo(event.sequence()));
      assertThat(publish(after.bus(), "demo.a")).isEqualTo(last + 1);
    }
  }

  @Test
  void aFullDiskAdoptsNothingOfAListAndTakesItOnceThereIsRoom() {
    try (Node node = new Node(dir, disk)) {
      node.bus().ensureStream(DEMO);
      completed(node.bus().adopt("demo", FIRST, chunk(FIRST)));
      List<Event> before = node.bus().readStream("demo", 1, 1000);
      long next = FIRST + CHUNK;
      disk.fillAfter(2000);

      assertThatThrownBy(() -> completed(node.bus().adopt("demo", next, chunk(next))))
          .isInstanceOf(MeshException.class)
          .hasFieldOrPropertyWithValue("status", Status.INSUFFICIENT_STORAGE);

      assertThat(node.bus().readStream("demo", 1, 1000)).isEqualTo(before);
      disk.makeRoom();
      completed(node.bus().adopt("demo", next, chunk(next)));
      assertThat(node.bus().readStream("demo", 1, 1000)).hasSize(2 * CHUNK);
    }
  }

  @Test
  void segmentsAndTheirIndexesAreLeftBehindByNoGap() throws Exception {
    try (Node node = new Node(dir, disk)) {
      node.bus().ensureStream(new StreamSpec("demo", List.of("demo.>"), 1 << 20));
      for (int i = 0; i < 5; i++) {
        for (int j = 0; j < 300; j++) {
          publish(node.bus(), "demo.s" + j);
        }
        long next = node.bus().streams().get(0).lastSequence() + 1000;
        completed(node.bus().adopt("demo", next, List.of()));
        assertThat(node.bus().readStream("demo", 1, 1)).isEmpty();
      }
    }
    try (var files = Files.list(dir.resolve("demo"))) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void aClosedInstanceAdoptsNothing() {
    Node node = new Node(dir, disk);
    node.bus().ensureStream(DEMO);
    node.close();

    assertThatThrownBy(() -> completed(node.bus().adopt("demo", 1, chunk(1))))
        .isInstanceOf(MeshException.class)
        .hasFieldOrPropertyWithValue("code", "CMESH-EVL-009");
  }

  private static void publishOwn(EventBus bus) {
    List<NewEvent> events = new ArrayList<>();
    for (int i = 0; i < OWN; i++) {
      events.add(NewEvent.of("demo.own" + i, Bytes.utf8("own")));
    }
    completed(bus.publish(events));
  }

  private static long publish(EventBus bus, String subject) {
    return completed(bus.publish(List.of(NewEvent.of(subject, Bytes.utf8("y".repeat(1500))))));
  }

  /** Long enough that three chunks fill several buffers. */
  private static List<Event> chunk(long first) {
    return adopted(first, first + CHUNK - 1);
  }

  private static List<Event> adopted(long first, long last) {
    return LongStream.rangeClosed(first, last)
        .mapToObj(
            i ->
                new Event(
                    "demo",
                    i,
                    "demo.s" + i % 7,
                    i * 3,
                    Bytes.utf8(i + "x".repeat(5000)),
                    Bytes.ofLong(i)))
        .toList();
  }

  private static <T> T completed(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw (RuntimeException) e.getCause();
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }
}
