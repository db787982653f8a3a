package io.cmesh.events.local;

import java.util.Arrays;

/**
 * The newest sequence of each subject in one segment: an open-addressing table of subject hashes in
 * primitive arrays, 12 bytes a slot.
 *
 * <p>A slot is chosen by the hash's high bits and probing never wraps, so the table is nearly
 * sorted at any time: that makes {@link #sort} linear. Not thread-safe.
 */
final class SubjectTable {
  private static final int FIRST_TAIL = 256;

  private static final int FIRST_BITS = 10;

  private final long base;
  private int bits = FIRST_BITS;

  /** Room behind the last slot, so that probing need not wrap. */
  private int tail = FIRST_TAIL;

  private long[] hashes = new long[(1 << FIRST_BITS) + FIRST_TAIL];

  /** The sequence minus {@link #base}, plus 1; 0 marks a free slot. */
  private int[] ordinals = new int[(1 << FIRST_BITS) + FIRST_TAIL];

  private int size;

  /**
   * @param base the first sequence of the segment
   */
  SubjectTable(long base) {
    this.base = base;
  }

  long base() {
    return base;
  }

  int size() {
    return size;
  }

  /** Notes that {@code sequence} is the newest with this hash. */
  void put(long hash, long sequence) {
    if (size >= (1 << bits) / 8 * 5) {
      doubleSlots();
    }
    int ordinal = Math.toIntExact(sequence - base + 1);
    while (!place(hash, ordinal)) {
      widenTail();
    }
  }

  private boolean place(long hash, int ordinal) {
    for (int slot = (int) (hash >>> (64 - bits)); slot < hashes.length; slot++) {
      if (ordinals[slot] == 0) {
        hashes[slot] = hash;
        ordinals[slot] = ordinal;
        size++;
        return true;
      }
      if (hashes[slot] == hash) {
        ordinals[slot] = ordinal;
        return true;
      }
    }
    return false;
  }

  private void doubleSlots() {
    long[] oldHashes = hashes;
    int[] oldOrdinals = ordinals;
    bits++;
    hashes = new long[(1 << bits) + tail];
    ordinals = new int[hashes.length];
    size = 0;
    for (int i = 0; i < oldHashes.length; i++) {
      while (oldOrdinals[i] != 0 && !place(oldHashes[i], oldOrdinals[i])) {
        widenTail();
      }
    }
  }

  private void widenTail() {
    tail *= 2;
    hashes = Arrays.copyOf(hashes, (1 << bits) + tail);
    ordinals = Arrays.copyOf(ordinals, hashes.length);
  }

  /** The newest sequence with this hash; 0 where there is none. */
  long get(long hash) {
    for (int slot = (int) (hash >>> (64 - bits)); slot < hashes.length; slot++) {
      if (ordinals[slot] == 0) {
        return 0;
      }
      if (hashes[slot] == hash) {
        return base + ordinals[slot] - 1;
      }
    }
    return 0;
  }

  /** The entries in order of their hashes, unsigned. */
  Sorted sort() {
    long[] sorted = new long[size];
    int[] beside = new int[size];
    int count = 0;
    for (int slot = 0; slot < hashes.length; slot++) {
      if (ordinals[slot] != 0) {
        insert(sorted, beside, count++, hashes[slot], ordinals[slot]);
      }
    }
    return new Sorted(base, sorted, beside);
  }

  /** One step of an insertion sort; the few entries it moves are of the same probe run. */
  private static void insert(long[] sorted, int[] beside, int count, long hash, int ordinal) {
    int at = count;
    while (at > 0 && Long.compareUnsigned(sorted[at - 1], hash) > 0) {
      sorted[at] = sorted[at - 1];
      beside[at] = beside[at - 1];
      at--;
    }
    sorted[at] = hash;
    beside[at] = ordinal;
  }

  /** A table's entries, by their hashes, unsigned. */
  static final class Sorted {
    private final long base;
    private final long[] hashes;
    private final int[] ordinals;

    private Sorted(long base, long[] hashes, int[] ordinals) {
      this.base = base;
      this.hashes = hashes;
      this.ordinals = ordinals;
    }

    long base() {
      return base;
    }

    int size() {
      return hashes.length;
    }

    long hash(int at) {
      return hashes[at];
    }

    /** The sequence minus the base, plus 1. */
    int ordinal(int at) {
      return ordinals[at];
    }
  }
}
