package io.cmesh.kernel.support;

import io.cmesh.api.Bytes;
import io.cmesh.api.Cancellable;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.events.Event;
import io.cmesh.api.events.EventBus;
import io.cmesh.api.events.NewEvent;
import io.cmesh.api.events.StreamInfo;
import io.cmesh.api.events.StreamSpec;
import io.cmesh.api.events.Subjects;
import io.cmesh.api.message.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;

/** Streams in lists, which fail as a test wants: before the events are kept, or after. */
public final class FakeBus implements EventBus {
  /** Where a publication fails. */
  public enum Fault {
    NONE,
    /** Nothing is kept, and it says so. */
    BEFORE,
    /** All is kept, and it says that it failed. */
    AFTER,
    /** Nothing is kept; it throws rather than to fail the stage. */
    THROWS
  }

  private final Map<String, StreamSpec> specs = new LinkedHashMap<>();
  private final Map<String, List<Event>> kept = new LinkedHashMap<>();
  private final Map<String, Fault> faults = new LinkedHashMap<>();

  /** What happens to publications on {@code stream} from now on. */
  public void fault(String stream, Fault fault) {
    faults.put(stream, fault);
  }

  /** What a stream holds. */
  public List<Event> kept(String stream) {
    return List.copyOf(kept.getOrDefault(stream, List.of()));
  }

  private String streamOf(String subject) {
    return specs.values().stream()
        .filter(s -> s.subjects().stream().anyMatch(f -> Subjects.matches(f, subject)))
        .findFirst()
        .orElseThrow()
        .name();
  }

  @Override
  public void ensureStream(StreamSpec spec) {
    specs.put(spec.name(), spec);
    kept.putIfAbsent(spec.name(), new ArrayList<>());
  }

  @Override
  public List<StreamInfo> streams() {
    return specs.values().stream()
        .map(s -> new StreamInfo(s, 1, kept.get(s.name()).size(), 0))
        .toList();
  }

  @Override
  public CompletionStage<Long> publish(List<NewEvent> events) {
    String stream = streamOf(events.get(0).subject());
    Fault fault = faults.getOrDefault(stream, Fault.NONE);
    MeshException failure =
        new MeshException(Status.INTERNAL, "CMESH-TST-002", "the bus failed, as the test wants");
    if (fault == Fault.THROWS) {
      throw failure;
    }
    if (fault == Fault.BEFORE) {
      return CompletableFuture.failedFuture(failure);
    }
    List<Event> list = kept.get(stream);
    events.forEach(
        e -> list.add(new Event(stream, list.size() + 1L, e.subject(), 0, e.payload(), e.id())));
    return fault == Fault.AFTER
        ? CompletableFuture.failedFuture(failure)
        : CompletableFuture.completedFuture((long) list.size());
  }

  @Override
  public Optional<Event> last(String subject) {
    return kept(streamOf(subject)).stream()
        .filter(e -> e.subject().equals(subject))
        .reduce((a, b) -> b);
  }

  @Override
  public Optional<Event> lastOf(String stream) {
    return kept(stream).stream().reduce((a, b) -> b);
  }

  @Override
  public List<Event> read(String filter, long from, int limit) {
    return kept(streamOf(filter)).stream()
        .filter(e -> e.sequence() >= from && Subjects.matches(filter, e.subject()))
        .limit(limit)
        .toList();
  }

  @Override
  public Cancellable subscribe(String filter, long from, Consumer<Event> consumer) {
    read(filter, from, 10_000).forEach(consumer);
    return () -> {};
  }

  @Override
  public CompletionStage<Bytes> request(String subject, Bytes payload, Duration timeout) {
    return CompletableFuture.failedFuture(
        new MeshException(Status.UNAVAILABLE, "CMESH-TST-003", "nobody serves " + subject));
  }

  @Override
  public Cancellable serve(
      String subject, String queue, Function<Bytes, CompletionStage<Bytes>> responder) {
    return () -> {};
  }
}
