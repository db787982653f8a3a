package io.cmesh.events.local;

import io.cmesh.api.Bytes;
import io.cmesh.api.Cancellable;
import io.cmesh.api.events.Event;
import io.cmesh.api.events.EventBus;
import io.cmesh.api.events.NewEvent;
import io.cmesh.api.events.StreamInfo;
import io.cmesh.api.events.StreamSpec;
import io.cmesh.api.events.Subjects;
import io.cmesh.api.provider.Opening;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;

/** The bus: finds the stream of each call. Thread-safe. */
final class LocalEventBus implements EventBus {
  private static final int MAX_READ = 10_000;
  private static final String EVERYTHING = ">";

  private final Opening opening;
  private final Streams streams;
  private final RequestReply requests;

  LocalEventBus(Opening opening, Streams streams) {
    this.opening = opening;
    this.streams = streams;
    this.requests = new RequestReply(opening.scheduler());
  }

  @Override
  public void ensureStream(StreamSpec spec) {
    streams.ensure(spec);
  }

  @Override
  public List<StreamInfo> streams() {
    return streams.all().stream()
        .map(EventStream::info)
        .sorted(Comparator.comparing(info -> info.spec().name()))
        .toList();
  }

  /** The stage completes on the stream's writing thread: what depends on it must be quick. */
  @Override
  public CompletionStage<Long> publish(List<NewEvent> events) {
    if (events.isEmpty()) {
      throw EventErrors.bad("events", "none", "at least one");
    }
    EventStream stream = streams.of(events);
    Batch batch = new Batch(events, opening.clock().millis(), stream.hash());
    stream.publish(batch);
    return batch.done();
  }

  @Override
  public Optional<Event> last(String subject) {
    return streams
        .holding(Subjects.check(subject))
        .flatMap(stream -> new StreamReader(stream).last(subject));
  }

  @Override
  public Optional<Event> lastOf(String name) {
    return streams.named(name).flatMap(stream -> new StreamReader(stream).lastOf());
  }

  @Override
  public List<Event> read(String filter, long from, int limit) {
    EventStream stream = streams.covering(filter);
    checkFrom(from);
    checkLimit(limit);
    return new StreamReader(stream).read(filter, from, limit);
  }

  @Override
  public List<Event> readStream(String name, long from, int limit) {
    EventStream stream = existing(name);
    checkFrom(from);
    checkLimit(limit);
    return new StreamReader(stream).read(EVERYTHING, from, limit);
  }

  private EventStream existing(String name) {
    return streams.named(name).orElseThrow(() -> EventErrors.unknown(name));
  }

  /** As in {@link #publish}, the stage completes on the stream's writing thread. */
  @Override
  public CompletionStage<Void> adopt(String name, long first, List<Event> events) {
    return Adoption.start(existing(name), first, events);
  }

  @Override
  public Cancellable subscribe(String filter, long from, Consumer<Event> consumer) {
    EventStream stream = streams.covering(filter);
    checkFrom(from);
    long next = from == 0 ? stream.visible() + 1 : from;
    return stream.subscribe(
        new Subscription(stream, filter, next, consumer, opening.scheduler().pool()));
  }

  private static void checkFrom(long from) {
    if (from < 0) {
      throw EventErrors.bad("from", from, "0 or a sequence");
    }
  }

  private static void checkLimit(int limit) {
    if (limit < 1 || limit > MAX_READ) {
      throw EventErrors.bad("limit", limit, "1 to " + MAX_READ);
    }
  }

  @Override
  public CompletionStage<Bytes> request(String subject, Bytes payload, Duration timeout) {
    return requests.request(subject, payload, timeout);
  }

  @Override
  public Cancellable serve(
      String subject, String queue, Function<Bytes, CompletionStage<Bytes>> responder) {
    return requests.serve(subject, queue, responder);
  }

  void close() {
    requests.close();
  }
}
