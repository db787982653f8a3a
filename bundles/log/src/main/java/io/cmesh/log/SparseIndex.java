package io.cmesh.log;

import java.util.Arrays;

/**
 * Where some records of a segment begin: one in every few kilobytes, the first always. Thread-safe.
 */
final class SparseIndex {
  private static final int SPACING_BYTES = 8 << 10;

  private long[] sequences = new long[16];
  private long[] offsets = new long[16];
  private int size;

  /** Takes note of a record, in order; keeps it where the last one kept is far enough. */
  synchronized void note(long sequence, long offset) {
    if (size > 0 && offset - offsets[size - 1] < SPACING_BYTES) {
      return;
    }
    if (size == sequences.length) {
      sequences = Arrays.copyOf(sequences, size * 2);
      offsets = Arrays.copyOf(offsets, size * 2);
    }
    sequences[size] = sequence;
    offsets[size++] = offset;
  }

  /** The nearest place kept at or before a record; {@code otherwise} where there is none. */
  synchronized Place floor(long sequence, Place otherwise) {
    int found = Arrays.binarySearch(sequences, 0, size, sequence);
    int at = found >= 0 ? found : -found - 2;
    return at < 0 ? otherwise : new Place(sequences[at], offsets[at]);
  }

  /** Forgets records after {@code last}. */
  synchronized void truncateAfter(long last) {
    while (size > 0 && sequences[size - 1] > last) {
      size--;
    }
  }

  /**
   * A record's place.
   *
   * @param sequence its number
   * @param offset where it begins in the segment
   */
  record Place(long sequence, long offset) {}
}
