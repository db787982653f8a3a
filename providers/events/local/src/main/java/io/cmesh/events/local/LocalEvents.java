package io.cmesh.events.local;

import io.cmesh.api.error.MeshException;
import io.cmesh.api.events.EventBus;
import io.cmesh.api.provider.Health;
import io.cmesh.api.provider.Instance;
import io.cmesh.api.provider.Opening;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/** One open instance. */
final class LocalEvents implements Instance<EventBus> {
  private final Streams streams;
  private final LocalEventBus bus;
  private final AtomicBoolean closed = new AtomicBoolean();

  private LocalEvents(Streams streams, LocalEventBus bus) {
    this.streams = streams;
    this.bus = bus;
  }

  static LocalEvents open(Opening opening) {
    Streams streams = new Streams(opening);
    try {
      streams.open();
    } catch (IOException e) {
      streams.close();
      throw EventErrors.readFailed("list in " + opening.dir(), e);
    } catch (RuntimeException e) {
      streams.close();
      throw e;
    }
    return new LocalEvents(streams, new LocalEventBus(opening, streams));
  }

  @Override
  public EventBus service() {
    return bus;
  }

  @Override
  public Health health() {
    if (closed.get()) {
      return Health.down("closed");
    }
    for (EventStream stream : streams.all()) {
      MeshException failure = stream.failure();
      if (failure != null) {
        return Health.degraded("reads but cannot write: " + failure.text());
      }
    }
    return Health.OK;
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      bus.close();
      streams.close();
    }
  }
}
