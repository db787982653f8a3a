package io.cmesh.runtime;

import io.cmesh.api.Cancellable;
import io.cmesh.api.provider.Scheduler;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A scheduler on daemon threads and real time. What a task throws is logged, and later tasks run
 * all the same. Thread-safe; closing it ends the pool and the timers, not the serials, which their
 * owners close.
 */
public final class JdkScheduler implements Scheduler, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JdkScheduler.class);
  private static final int THREADS = Math.max(8, 2 * Runtime.getRuntime().availableProcessors());

  private final ThreadPoolExecutor pool;
  private final ScheduledThreadPoolExecutor timer;

  /** Starts no thread before it has work. */
  public JdkScheduler() {
    pool =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            threads("cmesh-pool"));
    pool.allowCoreThreadTimeOut(true);
    timer = new ScheduledThreadPoolExecutor(1, threads("cmesh-timer"));
    timer.setRemoveOnCancelPolicy(true);
  }

  private static ThreadFactory threads(String name) {
    AtomicInteger count = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  private static Runnable guarded(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException | Error e) {
        LOG.error("a task failed", e);
      }
    };
  }

  @Override
  public Executor pool() {
    return task -> pool.execute(guarded(task));
  }

  @Override
  public Serial serial(String name) {
    return new JdkSerial(name, Executors.newSingleThreadExecutor(threads(name)));
  }

  @Override
  public Cancellable after(Duration delay, Runnable task) {
    var future =
        timer.schedule(() -> pool.execute(guarded(task)), delay.toNanos(), TimeUnit.NANOSECONDS);
    return () -> future.cancel(false);
  }

  @Override
  public Cancellable every(Duration interval, Runnable task) {
    Repeating repeating = new Repeating(interval, guarded(task));
    repeating.next();
    return repeating;
  }

  @Override
  public void close() {
    timer.shutdownNow();
    pool.shutdown();
  }

  /** Runs on the pool, so that one slow task delays no other timer. */
  private final class Repeating implements Cancellable {
    private final Duration interval;
    private final Runnable task;
    private final AtomicBoolean ended = new AtomicBoolean();

    Repeating(Duration interval, Runnable task) {
      this.interval = interval;
      this.task = task;
    }

    void next() {
      if (!ended.get() && !timer.isShutdown()) {
        timer.schedule(() -> pool.execute(this::run), interval.toNanos(), TimeUnit.NANOSECONDS);
      }
    }

    private void run() {
      if (!ended.get()) {
        task.run();
        next();
      }
    }

    @Override
    public void close() {
      ended.set(true);
    }
  }

  private record JdkSerial(String name, ExecutorService thread) implements Serial {
    private static final long LIMIT_SECONDS = 60;

    @Override
    public void execute(Runnable task) {
      thread.execute(guarded(task));
    }

    @Override
    public void close() {
      thread.shutdown();
      try {
        if (!thread.awaitTermination(LIMIT_SECONDS, TimeUnit.SECONDS)) {
          LOG.warn("the tasks of {} did not end within {} s", name, LIMIT_SECONDS);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
