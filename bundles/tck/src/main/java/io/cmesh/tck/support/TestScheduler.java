package io.cmesh.tck.support;

import io.cmesh.api.Cancellable;
import io.cmesh.api.provider.Scheduler;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * A scheduler on daemon threads and real time. What a task throws is kept in {@link #failures}.
 * Thread-safe; closing it interrupts what still runs.
 */
public final class TestScheduler implements Scheduler, AutoCloseable {
  private final List<Throwable> failures = new CopyOnWriteArrayList<>();
  private final List<ExecutorService> serials = new CopyOnWriteArrayList<>();
  private final ExecutorService pool = Executors.newCachedThreadPool(threads("pool"));
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(threads("timer"));

  /** What tasks threw, oldest first. */
  public List<Throwable> failures() {
    return List.copyOf(failures);
  }

  @Override
  public Executor pool() {
    return task -> pool.execute(guarded(task));
  }

  @Override
  public Serial serial(String name) {
    ExecutorService thread = Executors.newSingleThreadExecutor(threads(name));
    serials.add(thread);
    return new JdkSerial(thread);
  }

  @Override
  public Cancellable after(Duration delay, Runnable task) {
    return ending(timer.schedule(onPool(task), delay.toNanos(), TimeUnit.NANOSECONDS));
  }

  @Override
  public Cancellable every(Duration interval, Runnable task) {
    long nanos = interval.toNanos();
    return ending(timer.scheduleWithFixedDelay(guarded(task), nanos, nanos, TimeUnit.NANOSECONDS));
  }

  @Override
  public void close() {
    timer.shutdownNow();
    pool.shutdownNow();
    serials.forEach(ExecutorService::shutdownNow);
  }

  private Runnable onPool(Runnable task) {
    return () -> pool.execute(guarded(task));
  }

  private Runnable guarded(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException | Error e) {
        failures.add(e);
      }
    };
  }

  private static Cancellable ending(Future<?> future) {
    return () -> future.cancel(false);
  }

  private static ThreadFactory threads(String name) {
    return task -> {
      Thread thread = new Thread(task, "test-" + name);
      thread.setDaemon(true);
      return thread;
    };
  }

  private final class JdkSerial implements Serial {
    private final ExecutorService thread;

    private JdkSerial(ExecutorService thread) {
      this.thread = thread;
    }

    @Override
    public void execute(Runnable task) {
      thread.execute(guarded(task));
    }

    @Override
    public void close() {
      serials.remove(thread);
      thread.shutdown();
      try {
        if (!thread.awaitTermination(1, TimeUnit.MINUTES)) {
          throw new IllegalStateException("a serial's tasks did not end within a minute");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
