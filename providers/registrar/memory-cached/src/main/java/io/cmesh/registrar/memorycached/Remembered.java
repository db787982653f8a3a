package io.cmesh.registrar.memorycached;

import io.cmesh.api.registrar.NameRecord;
import io.cmesh.api.registrar.Names;
import io.cmesh.api.state.Versioned;
import org.jspecify.annotations.Nullable;

/**
 * What a name was found to be, and the indexes of state at which that is known to hold.
 *
 * <p>A value's version is the index of the command that last changed it. So a value of version
 * {@code v} that is found at index {@code i} held at each index from {@code v} to {@code i}; that
 * nothing was found says nothing of another index.
 *
 * @param record null: no such name
 * @param from first index at which it holds
 * @param to last index at which it is known to
 */
record Remembered(@Nullable NameRecord record, long from, long to) {
  /**
   * What was found by a look-up.
   *
   * @param index that the view had before it was asked: what it then tells is as new, or newer
   * @param known what was remembered of the name, which may spare decoding it again
   */
  static Remembered found(@Nullable Versioned value, long index, @Nullable Remembered known) {
    if (value == null) {
      return new Remembered(null, index, index);
    }
    long version = value.version();
    NameRecord same = known == null ? null : known.record;
    NameRecord record =
        same != null && same.index() == version ? same : Names.decode(value.value(), version);
    return new Remembered(record, version, Math.max(version, index));
  }

  boolean holdsAt(long index) {
    return from <= index && index <= to;
  }

  /** The one that holds longer: a slow reader must not undo what a later one found. */
  Remembered later(Remembered other) {
    return other.to >= to ? other : this;
  }
}
