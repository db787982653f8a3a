package io.cmesh.events.local;

import io.cmesh.api.Bytes;
import io.cmesh.api.Cancellable;
import io.cmesh.api.events.Event;
import io.cmesh.api.events.Subjects;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One who follows a stream. It holds a place in the log and nothing else: what it has not read yet
 * waits on disk, so a slow consumer costs no memory. Runs on the pool, one task at a time, and
 * gives the thread back after a while so that others come to their turn.
 */
final class Subscription implements Cancellable {
  private static final Logger LOG = LoggerFactory.getLogger(Subscription.class);
  private static final int TURN = 1024;

  private enum State {
    /** Nothing to do. */
    IDLE,
    /** At work. */
    RUNNING,
    /** At work, or about to be, and there may be more than it knows of. */
    SIGNALLED,
    ENDED
  }

  private final EventStream stream;
  private final StreamReader reader;
  private final String filter;
  private final Consumer<Event> consumer;
  private final Executor pool;
  private final AtomicReference<State> state = new AtomicReference<>(State.IDLE);

  /** Of whoever runs. */
  private final Walk walk;

  /**
   * @param next the first sequence wanted
   */
  Subscription(
      EventStream stream, String filter, long next, Consumer<Event> consumer, Executor pool) {
    this.stream = stream;
    this.reader = new StreamReader(stream);
    this.filter = filter;
    this.walk = new Walk(stream.log(), next);
    this.consumer = consumer;
    this.pool = pool;
  }

  /** There may be something new. */
  void signal() {
    State before = state.getAndUpdate(now -> now == State.ENDED ? now : State.SIGNALLED);
    if (before == State.IDLE) {
      pool.execute(this::run);
    }
  }

  private void run() {
    if (!state.compareAndSet(State.SIGNALLED, State.RUNNING)) {
      return; // ended
    }
    try {
      boolean more = deliver();
      if (more) {
        state.compareAndSet(State.RUNNING, State.SIGNALLED);
      }
    } catch (RuntimeException e) {
      if (state.getAndSet(State.ENDED) != State.ENDED) {
        LOG.warn("Following {} ended: its consumer failed, or reading did", filter, e);
        stream.unsubscribe(this);
      }
      return;
    }
    if (!state.compareAndSet(State.RUNNING, State.IDLE) && state.get() != State.ENDED) {
      pool.execute(this::run);
    }
  }

  /** Delivers what there is; whether a turn was not enough. */
  private boolean deliver() {
    long newest = stream.visible();
    for (int i = 0; i < TURN && walk.position() <= newest; i++) {
      if (state.get() == State.ENDED) {
        return false;
      }
      step(newest);
    }
    return walk.position() <= newest;
  }

  private void step(long newest) {
    Bytes record = walk.next(newest);
    if (record != null && Subjects.matches(filter, EventCodec.subject(record))) {
      consumer.accept(reader.decode(walk.position() - 1, record));
    }
  }

  @Override
  public void close() {
    state.set(State.ENDED);
    stream.unsubscribe(this);
  }
}
