package io.cmesh.kernel.support;

import io.cmesh.api.Cancellable;
import io.cmesh.api.provider.Scheduler;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * A scheduler on the test's own thread: tasks wait until {@link #run}, timers until {@link
 * #elapse}. What a task throws, the test gets.
 */
public final class StepScheduler implements Scheduler {
  private final ArrayDeque<Runnable> ready = new ArrayDeque<>();
  private final List<Timer> timers = new ArrayList<>();
  private long nowMillis;

  private static final class Timer implements Cancellable {
    private final Runnable task;
    private final long every;
    private long due;
    private boolean ended;

    Timer(Runnable task, long due, long every) {
      this.task = task;
      this.due = due;
      this.every = every;
    }

    @Override
    public void close() {
      ended = true;
    }
  }

  /** Runs all that is ready, and what that makes ready. */
  public void run() {
    for (Runnable next = ready.poll(); next != null; next = ready.poll()) {
      next.run();
    }
  }

  /** Lets time pass: runs the timers that come due, in order, and all that is ready. */
  public void elapse(Duration time) {
    long until = nowMillis + time.toMillis();
    run();
    for (Timer next = next(until); next != null; next = next(until)) {
      nowMillis = next.due;
      next.due += next.every;
      next.ended |= next.every == 0;
      fire(next);
      run();
    }
    nowMillis = until;
  }

  // A timer may outlive the queue it hands its task to.
  private static void fire(Timer timer) {
    try {
      timer.task.run();
    } catch (RejectedExecutionException e) {
      timer.ended = true;
    }
  }

  private Timer next(long until) {
    timers.removeIf(timer -> timer.ended);
    return timers.stream()
        .filter(timer -> timer.due <= until)
        .min(Comparator.comparingLong(timer -> timer.due))
        .orElse(null);
  }

  /** How many timers are set. */
  public long timers() {
    return timers.stream().filter(timer -> !timer.ended).count();
  }

  @Override
  public Executor pool() {
    return ready::add;
  }

  @Override
  public Serial serial(String name) {
    return new Serial() {
      private boolean closed;

      @Override
      public void execute(Runnable task) {
        if (closed) {
          throw new RejectedExecutionException(name + " is closed");
        }
        ready.add(task);
      }

      @Override
      public void close() {
        run();
        closed = true;
      }
    };
  }

  @Override
  public Cancellable after(Duration delay, Runnable task) {
    return set(new Timer(task, nowMillis + delay.toMillis(), 0));
  }

  @Override
  public Cancellable every(Duration interval, Runnable task) {
    return set(new Timer(task, nowMillis + interval.toMillis(), interval.toMillis()));
  }

  private Cancellable set(Timer timer) {
    timers.add(timer);
    return timer;
  }
}
