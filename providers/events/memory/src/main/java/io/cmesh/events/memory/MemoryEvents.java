package io.cmesh.events.memory;

import io.cmesh.api.Bytes;
import io.cmesh.api.Cancellable;
import io.cmesh.api.events.Event;
import io.cmesh.api.events.EventBus;
import io.cmesh.api.events.NewEvent;
import io.cmesh.api.events.StreamInfo;
import io.cmesh.api.events.StreamSpec;
import io.cmesh.api.events.Subjects;
import io.cmesh.api.provider.Health;
import io.cmesh.api.provider.Instance;
import io.cmesh.api.provider.Scheduler;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;

/** The bus and its instance: checks each call and finds its stream. Thread-safe. */
final class MemoryEvents implements EventBus, Instance<EventBus> {
  private static final String EVERYTHING = ">";

  private final Clock clock;
  private final Scheduler scheduler;
  private final Shelf shelf;
  private final Responders responders;

  MemoryEvents(Clock clock, Scheduler scheduler, long maxBytes) {
    this.clock = clock;
    this.scheduler = scheduler;
    this.shelf = new Shelf(maxBytes);
    this.responders = new Responders(scheduler);
  }

  @Override
  public void ensureStream(StreamSpec spec) {
    shelf.ensure(Checks.checked(spec));
  }

  @Override
  public List<StreamInfo> streams() {
    return shelf.streams().stream()
        .map(HeapStream::info)
        .sorted(Comparator.comparing(info -> info.spec().name()))
        .toList();
  }

  @Override
  public CompletionStage<Long> publish(List<NewEvent> events) {
    HeapStream stream = streamOf(events);
    return CompletableFuture.completedFuture(stream.publish(events, clock.millis()));
  }

  private HeapStream streamOf(List<NewEvent> events) {
    if (events.isEmpty()) {
      throw Refusals.bad("events", "none", "at least one");
    }
    events.forEach(Checks::check);
    HeapStream stream = shelf.holding(events.get(0).subject());
    for (NewEvent event : events) {
      HeapStream other = shelf.holding(event.subject());
      if (other != stream) {
        throw Refusals.twoStreams(stream.name(), other.name());
      }
    }
    return stream;
  }

  @Override
  public Optional<Event> last(String subject) {
    return shelf
        .find(stream -> stream.spec().holds(Subjects.check(subject)))
        .flatMap(stream -> stream.last(subject));
  }

  @Override
  public Optional<Event> lastOf(String name) {
    return shelf.find(stream -> stream.name().equals(name)).flatMap(HeapStream::last);
  }

  @Override
  public List<Event> read(String filter, long from, int limit) {
    HeapStream stream = shelf.covering(filter);
    return stream.read(filter, Checks.from(from), Checks.limit(limit));
  }

  @Override
  public List<Event> readStream(String name, long from, int limit) {
    return shelf.named(name).read(EVERYTHING, Checks.from(from), Checks.limit(limit));
  }

  @Override
  public CompletionStage<Void> adopt(String name, long first, List<Event> events) {
    HeapStream stream = shelf.named(name);
    Checks.check(first, events);
    stream.adopt(first, events);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public Cancellable subscribe(String filter, long from, Consumer<Event> consumer) {
    HeapStream stream = shelf.covering(filter);
    long next = Checks.from(from) == 0 ? stream.newest() + 1 : from;
    Follower follower = new Follower(stream, filter, next, consumer, scheduler.pool());
    stream.follow(follower);
    return follower;
  }

  @Override
  public CompletionStage<Bytes> request(String subject, Bytes payload, Duration timeout) {
    return responders.request(Subjects.check(subject), payload, timeout);
  }

  @Override
  public Cancellable serve(
      String subject, String queue, Function<Bytes, CompletionStage<Bytes>> responder) {
    return responders.serve(Subjects.check(subject), queue, responder);
  }

  @Override
  public EventBus service() {
    return this;
  }

  @Override
  public Health health() {
    return shelf.isClosed() ? Health.down("closed") : Health.OK;
  }

  @Override
  public void close() {
    shelf.close();
    responders.close();
  }
}
