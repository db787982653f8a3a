package io.cmesh.doors.mesh;

import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Remembers for a while whose reads took long: a contract's query, a cold disk. Those no longer run
 * on the thread that reads from the network. By hash of opcode and target, in fixed memory: two
 * that share a place share its fate, which costs them a hand-over.
 */
final class SlowAddresses {
  private static final int PLACES = 1 << 12;
  private static final long SLOW_NANOS = 500_000L;
  private static final int FORGET_SHIFT = 34; // about 17 seconds

  private final AtomicIntegerArray markedIn = new AtomicIntegerArray(PLACES);

  /** Whether a read of that address took long in this period of time or the one before. */
  boolean isSlow(String fqmn, long nowNanos) {
    int marked = markedIn.get(place(fqmn));
    int since = period(nowNanos) - marked;
    return marked != 0 && since >= 0 && since <= 1;
  }

  void took(String fqmn, long beganNanos, long endedNanos) {
    if (endedNanos - beganNanos > SLOW_NANOS) {
      markedIn.set(place(fqmn), period(endedNanos));
    }
  }

  private static int period(long nanos) {
    return (int) (nanos >>> FORGET_SHIFT) | 1 << 30;
  }

  private static int place(String fqmn) {
    int hash = 0;
    int colons = 0;
    for (int i = 0; i < fqmn.length() && colons < 2; i++) {
      char c = fqmn.charAt(i);
      colons += c == ':' ? 1 : 0;
      hash = 31 * hash + c;
    }
    return (hash ^ hash >>> 16) & PLACES - 1;
  }
}
