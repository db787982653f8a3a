package io.cmesh.http;

import org.osgi.annotation.versioning.ConsumerType;

/** Answers requests. Thread-safe: called from many threads at once. */
@ConsumerType
@FunctionalInterface
public interface HttpHandler {
  /**
   * Answers a request, now or later, from any thread, by one of the exchange's {@code respond},
   * {@code fail} or {@code stream}. The body is all there. What is thrown is answered as {@link
   * HttpExchange#fail} does.
   */
  void handle(HttpExchange exchange);

  /**
   * Whether {@link #handle} may wait: for a disk, a lock, another machine. One that says false is
   * called on the thread that reads from the network, which is quicker, and holds up others while
   * it runs.
   */
  default boolean mayBlock() {
    return true;
  }

  /** Whether the rate limit is kept before it: not for what a watchdog must always reach. */
  default boolean rateLimited() {
    return true;
  }
}
