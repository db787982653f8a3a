package io.cmesh.kernel.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmesh.api.Bytes;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.events.Event;
import io.cmesh.api.events.EventBus;
import io.cmesh.api.events.NewEvent;
import io.cmesh.api.events.StreamInfo;
import io.cmesh.api.events.StreamSpec;
import io.cmesh.api.provider.Instance;
import io.cmesh.events.memory.MemoryEventsFactory;
import io.cmesh.kernel.support.Bundles;
import io.cmesh.tck.support.TestOpening;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamCopyTest {
  @TempDir Path dir;

  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  private EventBus bus(long maxBytes) {
    TestOpening opening = TestOpening.in(dir);
    Instance<EventBus> instance =
        new MemoryEventsFactory(Bundles.context()).open(opening.opening());
    open.add(instance);
    open.add(opening);
    instance.service().ensureStream(new StreamSpec("all", List.of(">"), maxBytes));
    return instance.service();
  }

  private static void publish(EventBus bus, int from, int to, int size) throws Exception {
    for (int i = from; i < to; i++) {
      Bytes payload = Bytes.utf8(i + " " + "x".repeat(size));
      bus.publish(List.of(new NewEvent("a.b", payload, Bytes.ofLong(i))))
          .toCompletableFuture()
          .get(10, TimeUnit.SECONDS);
    }
  }

  private static void pass(StreamCopy copy) throws Exception {
    copy.pass().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  private static StreamInfo all(EventBus bus) {
    return bus.streams().get(0);
  }

  /** A bus whose {@code readStream} or {@code adopt} goes otherwise. */
  @SuppressWarnings("unchecked")
  private static EventBus other(
      EventBus bus, @Nullable UnaryOperator<List<Event>> read, boolean takes) {
    return (EventBus)
        Proxy.newProxyInstance(
            EventBus.class.getClassLoader(),
            new Class<?>[] {EventBus.class},
            (self, method, arguments) -> {
              if (method.getName().equals("adopt") && !takes) {
                return CompletableFuture.completedFuture(null);
              }
              try {
                Object result = method.invoke(bus, arguments);
                return read != null && method.getName().equals("readStream")
                    ? read.apply((List<Event>) result)
                    : result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @Test
  void everythingComesOverWithItsSequencesAndWhatComesLaterToo() throws Exception {
    EventBus from = bus(1 << 20);
    EventBus to = bus(1 << 20);
    publish(from, 0, 2_500, 1);
    StreamCopy copy = new StreamCopy(from, to, Runnable::run);
    assertThat(copy.behind()).isEqualTo(2_500);
    pass(copy);
    assertThat(copy.behind()).isZero();
    publish(from, 2_500, 2_600, 1);
    assertThatThrownBy(copy::requireEqual).hasMessageContaining("ends at 2500");
    pass(copy);
    copy.requireEqual();
    assertThat(copy.moved()).isEqualTo(2_600);
    assertThat(to.readStream("all", 1, 10_000)).isEqualTo(from.readStream("all", 1, 10_000));
  }

  @Test
  void aBusThatKeepsFewerIsNoWorse() throws Exception {
    EventBus from = bus(10 << 20);
    EventBus to = bus(1 << 20);
    publish(from, 0, 600, 10_000);
    StreamCopy copy = new StreamCopy(from, to, Runnable::run);
    pass(copy);
    copy.requireEqual();
    assertThat(all(to).lastSequence()).isEqualTo(600);
    assertThat(all(to).firstSequence()).isGreaterThan(1);
    publish(from, 600, 700, 10_000);
    pass(copy);
    copy.requireEqual();
  }

  @Test
  void aBusThatHasForgottenItsOldestIsCopiedFromThereOn() throws Exception {
    EventBus from = bus(1 << 20);
    EventBus to = bus(10 << 20);
    publish(from, 0, 600, 10_000);
    assertThat(all(from).firstSequence()).isGreaterThan(1);
    StreamCopy copy = new StreamCopy(from, to, Runnable::run);
    pass(copy);
    copy.requireEqual();
    assertThat(all(to).firstSequence()).isEqualTo(all(from).firstSequence());
  }

  @Test
  void aBusThatGivesFewAtOnceIsReadOn() throws Exception {
    EventBus from = bus(1 << 20);
    EventBus to = bus(1 << 20);
    publish(from, 0, 100, 1);
    EventBus few = other(to, list -> list.subList(0, Math.min(7, list.size())), true);
    StreamCopy copy = new StreamCopy(from, few, Runnable::run);
    pass(copy);
    copy.requireEqual();
  }

  @Test
  void aBusThatChangesWhatItIsGivenIsRefused() throws Exception {
    EventBus from = bus(1 << 20);
    publish(from, 0, 10, 1);
    EventBus liar = other(bus(1 << 20), list -> list.subList(0, list.size() / 2), true);
    EventBus lazy = other(bus(1 << 20), null, false);
    for (EventBus to : List.of(liar, lazy)) {
      assertThatThrownBy(() -> pass(new StreamCopy(from, to, Runnable::run)))
          .cause()
          .isInstanceOfSatisfying(
              MeshException.class, e -> assertThat(e.code()).isEqualTo("CMESH-SWP-003"));
    }
  }

  @Test
  void anEmptyStreamWhoseNumbersGoOnGoesOnThere() throws Exception {
    EventBus from = bus(1 << 20);
    EventBus to = bus(1 << 20);
    publish(from, 0, 10, 1);
    EventBus gone = other(from, list -> List.of(), true);
    pass(new StreamCopy(gone, to, Runnable::run));
    assertThat(all(to).lastSequence()).isEqualTo(10);
  }
}
