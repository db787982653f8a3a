package io.cmesh.log;

import io.cmesh.api.Cancellable;
import io.cmesh.api.provider.Scheduler;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** One thread, the test's: tasks wait until it runs them. */
final class StepScheduler implements Scheduler {
  private final Queue<Runnable> tasks = new ArrayDeque<>();

  void runAll() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }

  @Override
  public Executor pool() {
    return tasks::add;
  }

  @Override
  public Serial serial(String name) {
    return new StepSerial();
  }

  @Override
  public Cancellable after(Duration delay, Runnable task) {
    tasks.add(task);
    return () -> tasks.remove(task);
  }

  @Override
  public Cancellable every(Duration interval, Runnable task) {
    return after(interval, task);
  }

  private final class StepSerial implements Serial {
    private boolean closed;

    @Override
    public void execute(Runnable task) {
      if (closed) {
        throw new RejectedExecutionException("closed");
      }
      tasks.add(task);
    }

    @Override
    public void close() {
      runAll();
      closed = true;
    }
  }
}
