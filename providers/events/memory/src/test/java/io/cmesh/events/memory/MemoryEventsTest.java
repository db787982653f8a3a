package io.cmesh.events.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cmesh.api.Bytes;
import io.cmesh.api.Cancellable;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.events.Event;
import io.cmesh.api.events.EventBus;
import io.cmesh.api.events.NewEvent;
import io.cmesh.api.events.StreamInfo;
import io.cmesh.api.events.StreamSpec;
import io.cmesh.api.provider.Descriptor;
import io.cmesh.api.provider.HandOver;
import io.cmesh.api.provider.Health;
import io.cmesh.api.provider.Instance;
import io.cmesh.tck.support.TestOpening;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the kit does not ask: how much heap is taken, and what is left at the end. */
@SuppressWarnings("try") // a resource that is only to be closed
class MemoryEventsTest {
  private static final long MIB = 1 << 20;
  private static final String KIB = "x".repeat(1000);

  private TestOpening opening;
  private Instance<EventBus> instance;

  @BeforeEach
  void open(@TempDir Path dir) {
    opening = TestOpening.in(dir).set("maxBytes", "2MiB");
    instance = new MemoryEventsFactory("0.1.0").open(opening.opening());
    bus().ensureStream(new StreamSpec("big", List.of("big.>"), 64 * MIB));
    bus().ensureStream(new StreamSpec("small", List.of("small.>"), MIB));
  }

  @AfterEach
  void close() {
    instance.close();
    opening.close();
  }

  private EventBus bus() {
    return instance.service();
  }

  private long publish(String subject, String payload) {
    return bus()
        .publish(List.of(NewEvent.of(subject, Bytes.utf8(payload))))
        .toCompletableFuture()
        .join();
  }

  private StreamInfo info(String name) {
    return bus().streams().stream()
        .filter(info -> info.spec().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private void publishMany(String stream, int count) {
    for (int i = 0; i < count; i++) {
      publish(stream + ".s" + i % 10, KIB);
    }
  }

  @Test
  void aSwapToItWarnsSinceItIsNotDurable() {
    Descriptor descriptor = new MemoryEventsFactory("0.1.0").descriptor();

    assertThat(descriptor.durable()).isFalse();
    assertThat(descriptor.handOver()).isEqualTo(HandOver.SNAPSHOT);
  }

  @Test
  void aStreamKeepsItsOwnLimit() {
    publishMany("small", 1500);

    StreamInfo small = info("small");
    assertThat(small.sizeBytes()).isBetween(MIB - 4000, MIB);
    assertThat(small.lastSequence()).isEqualTo(1500);
    List<Event> kept = bus().readStream("small", 1, 10_000);
    assertThat(kept.get(0).sequence()).isEqualTo(small.firstSequence()).isGreaterThan(1);
    assertThat(kept).hasSize((int) (1501 - small.firstSequence()));
  }

  @Test
  void beyondTheTotalTheLargestStreamGivesWay() {
    publishMany("big", 1400);
    publishMany("small", 700);

    assertThat(info("big").sizeBytes() + info("small").sizeBytes()).isLessThanOrEqualTo(2 * MIB);
    assertThat(info("small").firstSequence()).isEqualTo(1);
    assertThat(info("big").firstSequence()).isGreaterThan(1);
    assertThat(info("big").lastSequence()).isEqualTo(1400);
  }

  @Test
  void theNewestEventOfEveryStreamStaysHoweverLargeTheOthersAre() {
    publish("small.a", "kept");
    Bytes large = Bytes.wrap(new byte[(int) MIB]);
    for (int i = 0; i < 5; i++) {
      bus().publish(List.of(NewEvent.of("big.a", large))).toCompletableFuture().join();
    }

    assertThat(bus().lastOf("small").orElseThrow().payload().utf8()).isEqualTo("kept");
    assertThat(bus().lastOf("big").orElseThrow().sequence()).isEqualTo(5);
  }

  @Test
  void aSubjectWhoseEventsAreGoneIsForgotten() {
    publish("small.once", "x");
    publishMany("small", 1500);

    assertThat(bus().last("small.once")).isEmpty();
    assertThat(bus().read("small.once", 1, 10)).isEmpty();
  }

  @Test
  void whatIsTakenOverKeepsTheTotalToo() {
    List<Event> old =
        LongStream.rangeClosed(1, 3000)
            .mapToObj(i -> new Event("big", i, "big.a", i, Bytes.utf8(KIB), Bytes.EMPTY))
            .toList();

    bus().adopt("big", 1, old).toCompletableFuture().join();
    bus().adopt("big", 9000, List.of()).toCompletableFuture().join();

    assertThat(info("big").sizeBytes()).isZero();
    assertThat(publish("big.a", KIB)).isEqualTo(9000);
    assertThat(info("big").sizeBytes()).isLessThan(2000);
  }

  @Test
  void aSmallerLimitDropsWhatIsTooMuch() {
    publishMany("big", 1200);

    bus().ensureStream(new StreamSpec("big", List.of("big.>"), MIB));

    assertThat(info("big").sizeBytes()).isLessThanOrEqualTo(MIB);
    assertThat(info("big").lastSequence()).isEqualTo(1200);
  }

  @Test
  void aTotalBelowOneMebibyteIsRefused() {
    opening.set("maxBytes", "1000KiB");

    assertThatThrownBy(() -> new MemoryEventsFactory("0.1.0").open(opening.opening()))
        .isInstanceOf(MeshException.class)
        .hasFieldOrPropertyWithValue("code", "CMESH-EVM-001");
  }

  @Test
  void aClosedInstanceRefusesEverythingAndItsFollowersEnd() {
    ConcurrentLinkedQueue<Event> got = new ConcurrentLinkedQueue<>();
    bus().subscribe("big.>", 0, got::add);
    instance.close();

    assertThatThrownBy(() -> publish("big.a", "late"))
        .isInstanceOf(MeshException.class)
        .hasFieldOrPropertyWithValue("code", "CMESH-EVM-006");
    assertThatThrownBy(() -> bus().lastOf("big")).isInstanceOf(MeshException.class);
    assertThat(instance.health().grade()).isEqualTo(Health.Grade.DOWN);
    assertThat(got).isEmpty();
  }

  @Test
  void anotherInstanceBeginsEmpty() {
    publish("big.a", "gone with the heap");
    instance.close();
    instance = new MemoryEventsFactory("0.1.0").open(opening.opening());

    assertThat(bus().streams()).isEmpty();
  }

  @Test
  void manyPublishersAndFollowersWhileRoomIsMadeLoseNoOrder() throws Exception {
    ConcurrentLinkedQueue<Event> got = new ConcurrentLinkedQueue<>();
    int publishers = 8;
    int each = 2000;
    try (Cancellable following = bus().subscribe("big.>", 1, got::add)) {
      List<CompletableFuture<Void>> all =
          IntStream.range(0, publishers)
              .mapToObj(p -> CompletableFuture.runAsync(() -> publishAndLook(p, each)))
              .toList();
      CompletableFuture.allOf(all.toArray(new CompletableFuture<?>[0])).get(60, TimeUnit.SECONDS);
      long total = (long) publishers * each;
      await()
          .atMost(20, TimeUnit.SECONDS)
          .until(() -> got.stream().anyMatch(event -> event.sequence() == total));
    }
    assertThat(info("big").lastSequence()).isEqualTo((long) publishers * each);
    List<Long> sequences = got.stream().map(Event::sequence).toList();
    assertThat(sequences).isSorted().doesNotHaveDuplicates();
    assertThat(info("big").sizeBytes()).isLessThanOrEqualTo(2 * MIB);
    long counted = bus().readStream("big", 1, 10_000).stream().mapToLong(HeapStream::cost).sum();
    assertThat(info("big").sizeBytes()).isEqualTo(counted);
  }

  private void publishAndLook(int publisher, int count) {
    for (int i = 0; i < count; i++) {
      String subject = "big.p" + publisher;
      long sequence = publish(subject, KIB);
      Event last = bus().last(subject).orElse(null);
      assertThat(last == null || last.sequence() == sequence).isTrue();
      List<Long> read = bus().readStream("big", 1, 50).stream().map(Event::sequence).toList();
      assertThat(read).isSorted();
    }
  }
}
