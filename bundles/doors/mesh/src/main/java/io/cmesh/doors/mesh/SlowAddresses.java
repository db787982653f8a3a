package io.cmesh.doors.mesh;

import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Remembers whose reads take long: a contract's query, a cold disk. Those do not run on the thread
 * that reads from the network. By hash of opcode and target, in fixed memory: two that share a
 * place share its fate, which costs them a hand-over.
 *
 * <p>What counts is a moving average, so that a pause of the machine is soon forgotten. It is a
 * hint: threads may overwrite each other's samples.
 */
final class SlowAddresses {
  private static final int PLACES = 1 << 12;
  private static final int SLOW_NANOS = 500_000;
  private static final int WEIGHT_SHIFT = 3; // a sample weighs an eighth

  /** One sample of this length makes a place slow; longer ones say no more. */
  private static final int LONGEST_SAMPLE = 16 * SLOW_NANOS;

  private final AtomicIntegerArray averages = new AtomicIntegerArray(PLACES);

  /** Whether reads of that address take long. */
  boolean isSlow(String fqmn) {
    return averages.getOpaque(place(fqmn)) > SLOW_NANOS;
  }

  void took(String fqmn, long nanos) {
    int place = place(fqmn);
    int average = averages.getOpaque(place);
    int sample = (int) Math.min(nanos, LONGEST_SAMPLE);
    averages.setOpaque(place, average + ((sample - average) >> WEIGHT_SHIFT));
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
