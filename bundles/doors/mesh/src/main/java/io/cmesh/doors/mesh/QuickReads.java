package io.cmesh.doors.mesh;

import io.cmesh.http.HttpExchange;

/**
 * Runs reads that complete at once on the thread that reads from the network, which saves a
 * hand-over between threads; everything else, and what is slow, on one that may wait.
 */
final class QuickReads {
  private final SlowAddresses slow = new SlowAddresses();

  void run(HttpExchange exchange, String fqmn, Runnable request) {
    if (!isRead(fqmn)) {
      exchange.offload(request);
    } else if (slow.isSlow(fqmn)) {
      exchange.offload(() -> measure(fqmn, request));
    } else {
      measure(fqmn, request);
    }
  }

  private void measure(String fqmn, Runnable request) {
    long began = System.nanoTime();
    request.run();
    slow.took(fqmn, System.nanoTime() - began);
  }

  /** Without arguments: state, a name, an event. */
  private static boolean isRead(String fqmn) {
    return (fqmn.startsWith("0xS:") || fqmn.startsWith("0xR:") || fqmn.startsWith("0xE:"))
        && fqmn.indexOf('[') < 0
        && fqmn.indexOf('{') < 0
        && fqmn.indexOf('"') < 0;
  }
}
