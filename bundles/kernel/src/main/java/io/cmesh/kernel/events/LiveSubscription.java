package io.cmesh.kernel.events;

import io.cmesh.api.Cancellable;
import io.cmesh.api.events.Event;
import io.cmesh.api.events.EventBus;
import io.cmesh.api.events.StreamInfo;
import io.cmesh.api.events.StreamSpec;
import io.cmesh.api.events.Subjects;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One who follows, whatever bus serves: remembers the next sequence wanted, and begins there on the
 * next bus. What the bus before still delivers late is passed over. Thread-safe; its consumer is
 * called by one thread at a time.
 */
final class LiveSubscription implements Cancellable {
  private final String filter;
  private final Consumer<Event> consumer;
  private final Consumer<LiveSubscription> ended;
  private final Object delivering = new Object();
  // Guarded by delivering.
  private long next;
  private volatile @Nullable Place place;
  private volatile boolean closed;

  /** Where it hangs. */
  private static final class Place {
    private final EventBus bus;
    private volatile @Nullable Cancellable subscription;
    private volatile boolean ended;

    Place(EventBus bus) {
      this.bus = bus;
    }

    void end() {
      ended = true;
      Cancellable hold = subscription;
      if (hold != null) {
        hold.close();
      }
    }
  }

  LiveSubscription(String filter, Consumer<Event> consumer, Consumer<LiveSubscription> ended) {
    this.filter = filter;
    this.consumer = consumer;
    this.ended = ended;
  }

  /** Begins on the first bus; throws where the filter lies within no one stream. */
  void begin(EventBus bus, long from) {
    synchronized (delivering) {
      next = from > 0 ? from : newest(bus) + 1;
      attach(bus);
    }
  }

  private long newest(EventBus bus) {
    List<StreamInfo> streams = bus.streams();
    List<StreamSpec> specs = streams.stream().map(StreamInfo::spec).toList();
    StreamSpec spec = Subjects.streamOf(specs, filter);
    return streams.stream()
        .filter(s -> s.spec().name().equals(spec.name()))
        .mapToLong(StreamInfo::lastSequence)
        .findFirst()
        .orElse(0);
  }

  /**
   * Goes over to the bus that serves, which holds the same streams; nowhere where nobody serves.
   * Waits for a call of the consumer. Throws where that bus fails: it hangs nowhere then.
   */
  void follow(Supplier<@Nullable EventBus> serving) {
    Place before = place;
    if (before != null && before.bus != serving.get()) {
      before.end();
    }
    synchronized (delivering) {
      // Asked in here: of two who come at once the later one must not bring the earlier one's bus.
      EventBus bus = serving.get();
      Place here = place;
      boolean there = here != null && here.bus == bus && !here.ended;
      if (!closed && bus != null && !there) {
        attach(bus);
      }
    }
  }

  private void attach(EventBus bus) {
    Place here = new Place(bus);
    place = here;
    try {
      here.subscription = bus.subscribe(filter, next, event -> deliver(here, event));
    } catch (RuntimeException e) {
      here.end();
      throw e;
    }
    if (closed) {
      here.end();
    }
  }

  private void deliver(Place from, Event event) {
    synchronized (delivering) {
      if (from != place || closed || event.sequence() < next) {
        return;
      }
      consumer.accept(event);
      next = event.sequence() + 1;
    }
  }

  boolean isOn(EventBus bus) {
    Place here = place;
    return here != null && here.bus == bus && !here.ended;
  }

  @Override
  public void close() {
    closed = true;
    Place here = place;
    if (here != null) {
      here.end();
    }
    ended.accept(this);
  }
}
