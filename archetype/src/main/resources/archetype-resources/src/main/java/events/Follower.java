package ${package};

import io.cmesh.api.events.Event;
import io.cmesh.api.provider.Scheduler;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * One subscription: reads some events and hands them on, as often as there is news, on a thread of
 * the pool and never on two. Thread-safe.
 */
final class Follower {
  private static final int AT_A_TIME = 256;

  private final MemoryBus bus;
  private final Executor pool;
  private final String filter;
  private final Consumer<Event> consumer;
  private long next;
  private boolean running;
  private boolean news;
  private volatile boolean ended;

  Follower(MemoryBus bus, Scheduler scheduler, String filter, long next, Consumer<Event> consumer) {
    this.bus = bus;
    this.pool = scheduler.pool();
    this.filter = filter;
    this.next = next;
    this.consumer = consumer;
  }

  /** There may be events that it has not seen. */
  synchronized void wake() {
    news = true;
    if (!running && !ended) {
      running = true;
      pool.execute(this::run);
    }
  }

  private void run() {
    boolean well = false;
    try {
      while (hasNews()) {
        List<Event> some = bus.read(filter, next, AT_A_TIME);
        some.forEach(this::handOn);
        if (some.size() == AT_A_TIME) {
          wake();
        }
      }
      well = true;
    } finally {
      // A consumer that throws is ended; what it threw the scheduler logs.
      if (!well) {
        bus.end(this);
      }
    }
  }

  /** Says no once, and is then not running: in one step, so that no news is missed. */
  private synchronized boolean hasNews() {
    running = news && !ended;
    news = false;
    return running;
  }

  private void handOn(Event event) {
    if (!ended) {
      next = event.sequence() + 1;
      consumer.accept(event);
    }
  }

  void end() {
    ended = true;
  }
}
