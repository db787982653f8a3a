package io.cmesh.events.memory;

import io.cmesh.api.Cancellable;
import io.cmesh.api.events.Event;
import io.cmesh.api.events.Subjects;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One who follows a stream. It counts what it was told and works on the pool until it has seen to
 * all of it: so it runs once at a time, and holds a place in the stream instead of a queue. What
 * goes from the stream before its turn it does not see.
 */
final class Follower implements Cancellable {
  private static final Logger LOG = LoggerFactory.getLogger(Follower.class);

  /** Events after which it lets others have the thread. */
  private static final int TURN = 1000;

  private final HeapStream stream;
  private final String filter;
  private final Consumer<Event> consumer;
  private final Executor pool;
  private final AtomicLong told = new AtomicLong();
  private volatile boolean ended;

  /** The next sequence; of whoever runs. */
  private long next;

  Follower(HeapStream stream, String filter, long next, Consumer<Event> consumer, Executor pool) {
    this.stream = stream;
    this.filter = filter;
    this.next = next;
    this.consumer = consumer;
    this.pool = pool;
  }

  /** There may be something new. */
  void signal() {
    if (!ended && told.getAndIncrement() == 0) {
      pool.execute(this::run);
    }
  }

  private void run() {
    long seenTo = told.get();
    try {
      boolean done = turn();
      if (!ended && (!done || told.addAndGet(-seenTo) > 0)) {
        pool.execute(this::run);
      }
    } catch (RuntimeException e) {
      LOG.warn("Following {} ended: its consumer failed", filter, e);
      close();
    }
  }

  /** Whether all there was is delivered. */
  private boolean turn() {
    long newest = stream.newest();
    int left = TURN;
    for (Event event : stream.between(next, newest).values()) {
      if (ended) {
        return true;
      }
      if (left-- == 0) {
        return false;
      }
      next = event.sequence() + 1;
      if (Subjects.matches(filter, event.subject())) {
        consumer.accept(event);
      }
    }
    next = Math.max(next, newest + 1);
    return true;
  }

  @Override
  public void close() {
    ended = true;
    stream.leave(this);
  }
}
