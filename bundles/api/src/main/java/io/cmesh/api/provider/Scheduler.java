package io.cmesh.api.provider;

import io.cmesh.api.Cancellable;
import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * Threads and timers. Under a simulator everything here runs on one thread, in an order that a seed
 * decides: so code of the node makes no threads of its own and never blocks for another task of
 * this scheduler.
 */
public interface Scheduler {
  /** Runs tasks at once, side by side; they may block for I/O. */
  Executor pool();

  /**
   * A queue of its own: its tasks run one at a time, in order; they may block for I/O. Close it to
   * end its thread.
   */
  Serial serial(String name);

  /** Runs a task once after a delay. */
  Cancellable after(Duration delay, Runnable task);

  /** Runs a task again and again, {@code interval} after its last end. */
  Cancellable every(Duration interval, Runnable task);

  /** Runs tasks one at a time, in order. */
  interface Serial extends Executor, AutoCloseable {
    /**
     * Runs what was queued, then ends; waits for it. Later tasks are refused with {@code
     * RejectedExecutionException}.
     */
    @Override
    void close();
  }
}
