package io.cmesh.tck.events;

import static org.assertj.core.api.Assertions.assertThat;
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
import io.cmesh.tck.support.TestOpening;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** An open bus with two streams, and the words the rules are written in. */
abstract class EventBusRules {
  static final long MIB = 1 << 20;
  static final StreamSpec DEMO = new StreamSpec("demo", List.of("demo.>"), 64 * MIB);
  static final StreamSpec NODE = new StreamSpec("node", List.of("events.>"), 64 * MIB);

  private final EventBusKit kit;
  private final List<AutoCloseable> beside = new ArrayList<>();
  private TestOpening opening;
  private Instance<EventBus> instance;
  EventBus bus;

  @SuppressWarnings("NullAway.Init") // made before each test
  EventBusRules(EventBusKit kit) {
    this.kit = kit;
  }

  @BeforeEach
  void openABusWithTwoStreams(@TempDir Path dir) {
    opening = TestOpening.in(dir);
    kit.settings().forEach(opening::set);
    open();
    bus.ensureStream(DEMO);
    bus.ensureStream(NODE);
  }

  @AfterEach
  void close() throws Exception {
    instance.close();
    opening.close();
    for (AutoCloseable each : beside) {
      each.close();
    }
  }

  private void open() {
    instance = kit.factory().open(opening.opening());
    bus = instance.service();
  }

  /** Closes the instance and opens another on what it left. */
  void reopen() {
    instance.close();
    open();
  }

  /** Opens another instance, in a directory of its own. */
  EventBus openBeside(Path dir) {
    TestOpening own = TestOpening.in(dir);
    kit.settings().forEach(own::set);
    Instance<EventBus> other = kit.factory().open(own.opening());
    beside.add(other);
    beside.add(own);
    return other.service();
  }

  /** What a kill at this instant would leave: opened from a copy of the files as they are. */
  EventBus openWhatAKillLeaves(Path copy) {
    Path from = opening.opening().dir();
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.sorted().toList()) {
        Path target = copy.resolve(from.relativize(file).toString());
        if (!Files.isDirectory(file)) {
          Files.copy(file, target);
        } else if (!Files.exists(target)) {
          Files.createDirectory(target);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return openBeside(copy);
  }

  StreamInfo info(String stream) {
    return info(bus, stream);
  }

  static StreamInfo info(EventBus bus, String stream) {
    return bus.streams().stream()
        .filter(info -> info.spec().name().equals(stream))
        .findFirst()
        .orElseThrow();
  }

  /** Publishes one event; returns its sequence. */
  long publish(String subject, String payload) {
    return publish(event(subject, payload));
  }

  long publish(NewEvent... events) {
    return completed(bus.publish(List.of(events)));
  }

  static NewEvent event(String subject, String payload) {
    return NewEvent.of(subject, Bytes.utf8(payload));
  }

  static List<String> payloads(List<Event> events) {
    return events.stream().map(event -> event.payload().utf8()).toList();
  }

  static List<Long> sequences(List<Event> events) {
    return events.stream().map(Event::sequence).toList();
  }

  static <T> T completed(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new CompletionException(e);
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError("not completed", e);
    }
  }

  /** Asserts that the call is refused, by throwing or by what its stage completes with. */
  static void assertRefused(ThrowingCallable call, Status... expected) {
    Throwable thrown = catchThrowable(call);
    assertThat(thrown).isInstanceOf(MeshException.class);
    assertThat(((MeshException) thrown).status()).isIn(Arrays.asList(expected));
  }
}
