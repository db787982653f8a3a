package io.cmesh.http.internal;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes the long bodies of all requests under way may take together: each within its
 * limit, they could still fill the heap. Short ones cost nothing, so that who holds the whole
 * budget shuts nobody out but long bodies. Thread-safe.
 */
final class BodyBudget {
  /** Up to here a body is short. */
  static final int SHORT_BYTES = 16 * 1024;

  private static final int SHARE_OF_HEAP = 8;

  private final long maxBytes;
  private final AtomicLong used = new AtomicLong();

  BodyBudget(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** An eighth of the heap, and at least one body of the most bytes. */
  static BodyBudget of(int maxBodyBytes) {
    return new BodyBudget(Math.max(maxBodyBytes, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP));
  }

  /** Takes bytes; false, and none are taken, where there are not that many left. */
  boolean take(long bytes) {
    if (used.addAndGet(bytes) <= maxBytes) {
      return true;
    }
    used.addAndGet(-bytes);
    return false;
  }

  void give(long bytes) {
    used.addAndGet(-bytes);
  }
}
