package io.cmesh.doors.mesh;

import io.cmesh.http.HttpExchange;

/**
 * Runs reads that complete at once on the thread that reads from the network, which saves a
 * hand-over between threads; everything else, and what was slow lately, on one that may wait.
 */
final class QuickReads {
  private final SlowAddresses slow = new SlowAddresses();

  void run(HttpExchange exchange, String fqmn, Runnable request) {
    long began = System.nanoTime();
    if (!isRead(fqmn) || slow.isSlow(fqmn, began)) {
      exchange.offload(request);
      return;
    }
    request.run();
    slow.took(fqmn, began, System.nanoTime());
  }

  /** Without arguments: state, a name, an event. */
  private static boolean isRead(String fqmn) {
    return (fqmn.startsWith("0xS:") || fqmn.startsWith("0xR:") || fqmn.startsWith("0xE:"))
        && fqmn.indexOf('[') < 0
        && fqmn.indexOf('{') < 0
        && fqmn.indexOf('"') < 0;
  }
}
