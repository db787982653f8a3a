package ${package};

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
import io.cmesh.api.provider.Health;
import io.cmesh.api.provider.Instance;
import io.cmesh.api.provider.Opening;
import java.time.Clock;
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

/**
 * Streams in the heap, read by walking over them. Right, but gone with the node, and slow where a
 * stream is long: put your broker in its place. Thread-safe, by one lock; consumers are called
 * without it.
 */
final class MemoryBus implements EventBus, Instance<EventBus> {
  private static final int MAX_PAYLOAD_BYTES = 1 << 20;
  private static final int MAX_ID_BYTES = 64;
  private static final int MAX_LIMIT = 10_000;

  private final Opening opening;
  private final Clock clock;
  private final Requests requests;
  private final Map<String, EventStream> streams = new LinkedHashMap<>();
  private final List<Follower> followers = new ArrayList<>();

  MemoryBus(Opening opening) {
    this.opening = opening;
    this.clock = opening.clock();
    this.requests = new Requests(opening.scheduler());
  }

  @Override
  public synchronized void ensureStream(StreamSpec spec) {
    EventStream.check(spec);
    EventStream known = streams.get(spec.name());
    if (known == null) {
      streams.put(spec.name(), new EventStream(spec));
    } else {
      known.change(spec);
    }
  }

  @Override
  public synchronized List<StreamInfo> streams() {
    return streams.values().stream()
        .map(EventStream::info)
        .sorted((a, b) -> a.spec().name().compareTo(b.spec().name()))
        .toList();
  }

  @Override
  public synchronized CompletionStage<Long> publish(List<NewEvent> events) {
    EventStream target = null;
    for (NewEvent event : events) {
      check(event);
      EventStream holder = holderOf(event.subject());
      if (target != null && holder != target) {
        throw refused(Status.BAD_REQUEST, "events of two streams (expected: of one)");
      }
      target = holder;
    }
    if (target == null) {
      throw refused(Status.BAD_REQUEST, "no events (expected: at least one)");
    }
    long last = target.append(events, clock.millis());
    followers.forEach(Follower::wake);
    return CompletableFuture.completedFuture(last);
  }

  private static void check(NewEvent event) {
    Subjects.check(event.subject());
    if (event.payload().size() > MAX_PAYLOAD_BYTES) {
      throw refused(
          Status.TOO_LARGE, "payload: " + event.payload().size() + " bytes (expected: 1 MiB)");
    }
    if (event.id().size() > MAX_ID_BYTES) {
      throw refused(Status.BAD_REQUEST, "id: " + event.id().size() + " bytes (expected: 0 to 64)");
    }
  }

  /** The first one ensured, where two hold it. */
  private EventStream holderOf(String subject) {
    return streams.values().stream()
        .filter(stream -> stream.spec().holds(subject))
        .findFirst()
        .orElseThrow(() -> refused(Status.NOT_FOUND, subject + ": no stream holds it"));
  }

  @Override
  public synchronized Optional<Event> last(String subject) {
    Subjects.check(subject);
    return streams.values().stream()
        .filter(stream -> stream.spec().holds(subject))
        .findFirst()
        .flatMap(stream -> stream.last(subject));
  }

  @Override
  public synchronized Optional<Event> lastOf(String stream) {
    return Optional.ofNullable(streams.get(stream)).flatMap(known -> known.last(">"));
  }

  @Override
  public synchronized List<Event> read(String filter, long from, int limit) {
    checkFrom(from);
    checkLimit(limit);
    return streamOf(filter).read(filter, from, limit);
  }

  @Override
  public synchronized List<Event> readStream(String stream, long from, int limit) {
    checkFrom(from);
    checkLimit(limit);
    return named(stream).read(">", from, limit);
  }

  @Override
  public synchronized CompletionStage<Void> adopt(String stream, long first, List<Event> events) {
    EventStream target = named(stream);
    long expected = first;
    for (Event event : events) {
      check(new NewEvent(event.subject(), event.payload(), event.id()));
      if (event.sequence() != expected++) {
        throw refused(
            Status.BAD_REQUEST, event.sequence() + " in a list (expected: " + (expected - 1) + ")");
      }
    }
    target.adopt(first, events);
    followers.forEach(Follower::wake);
    return CompletableFuture.completedFuture(null);
  }

  private EventStream named(String name) {
    EventStream stream = streams.get(name);
    if (stream == null) {
      throw refused(Status.NOT_FOUND, name + ": no such stream");
    }
    return stream;
  }

  private static void checkFrom(long from) {
    if (from < 0) {
      throw refused(Status.BAD_REQUEST, "from: " + from + " (expected: >= 0)");
    }
  }

  private static void checkLimit(int limit) {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw refused(Status.BAD_REQUEST, "limit: " + limit + " (expected: 1 to " + MAX_LIMIT + ")");
    }
  }

  private EventStream streamOf(String filter) {
    Subjects.checkFilter(filter);
    List<StreamSpec> specs = streams.values().stream().map(EventStream::spec).toList();
    EventStream found = streams.get(Subjects.streamOf(specs, filter).name());
    if (found == null) {
      throw refused(Status.NOT_FOUND, filter + ": no stream holds it");
    }
    return found;
  }

  @Override
  public synchronized Cancellable subscribe(String filter, long from, Consumer<Event> consumer) {
    checkFrom(from);
    long next = from == 0 ? streamOf(filter).info().lastSequence() + 1 : from;
    streamOf(filter);
    Follower follower = new Follower(this, opening.scheduler(), filter, next, consumer);
    followers.add(follower);
    follower.wake();
    return () -> end(follower);
  }

  synchronized void end(Follower follower) {
    follower.end();
    followers.remove(follower);
  }

  @Override
  public CompletionStage<Bytes> request(String subject, Bytes payload, Duration timeout) {
    return requests.ask(Subjects.check(subject), payload, timeout);
  }

  @Override
  public Cancellable serve(
      String subject, String queue, Function<Bytes, CompletionStage<Bytes>> responder) {
    return requests.serve(Subjects.check(subject), responder);
  }

  static MeshException refused(Status status, String what) {
    return new MeshException(status, "${name.toUpperCase()}-001", what);
  }

  @Override
  public EventBus service() {
    return this;
  }

  @Override
  public Health health() {
    return Health.OK;
  }

  @Override
  public synchronized void close() {
    List.copyOf(followers).forEach(this::end);
  }
}
