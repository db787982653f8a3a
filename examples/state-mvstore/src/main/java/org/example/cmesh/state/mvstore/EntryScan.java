package org.example.cmesh.state.mvstore;

import io.cmesh.api.state.Scan;
import io.cmesh.api.state.StateEntry;
import java.util.Arrays;
import java.util.NoSuchElementException;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.jspecify.annotations.Nullable;

/** A walk over entries that nobody changes; its pin keeps their pages. Not thread-safe. */
final class EntryScan implements Scan {
  private final Engine engine;
  private final MVStore.TxCounter pin;
  private final Cursor<byte[], byte[]> cursor;
  private final byte @Nullable [] end;
  private byte @Nullable [] next;
  private boolean closed;

  private EntryScan(
      Engine engine, MVStore.TxCounter pin, Cursor<byte[], byte[]> cursor, byte @Nullable [] end) {
    this.engine = engine;
    this.pin = pin;
    this.cursor = cursor;
    this.end = end;
    this.next = following();
  }

  /** From the first place not below {@code from}, up to {@code end}; null: to the last. */
  static EntryScan of(
      Engine engine,
      MVStore.TxCounter pin,
      MVMap<byte[], byte[]> entries,
      byte @Nullable [] from,
      byte @Nullable [] end) {
    try {
      return engine.call(() -> new EntryScan(engine, pin, entries.cursor(from), end));
    } catch (RuntimeException e) {
      engine.unpin(pin);
      throw e;
    }
  }

  private byte @Nullable [] following() {
    byte[] place = cursor.hasNext() ? cursor.next() : null;
    return place == null || (end != null && Arrays.compareUnsigned(place, end) >= 0) ? null : place;
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public StateEntry next() {
    byte[] place = next;
    if (place == null) {
      throw new NoSuchElementException("the scan is at its end");
    }
    return engine.call(
        () -> {
          byte[] stored = cursor.getValue();
          next = following();
          return new StateEntry(
              Keys.namespaceOf(place),
              Keys.keyOf(place),
              Values.valueOf(stored),
              Values.versionOf(stored));
        });
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      engine.unpin(pin);
    }
  }
}
