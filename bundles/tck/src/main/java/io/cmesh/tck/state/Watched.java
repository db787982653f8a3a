package io.cmesh.tck.state;

import io.cmesh.api.Bytes;
import io.cmesh.api.state.StateEntry;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Entries of 16 KiB, made as they are asked for, of which it knows how many somebody still holds.
 * Not thread-safe.
 */
final class Watched implements Iterator<StateEntry> {
  static final int VALUE_BYTES = 16 << 10;

  private static final int LOOKS = 4;

  private final int count;
  private final List<WeakReference<Object>> given = new ArrayList<>();
  private int made;
  private int mostHeld;

  Watched(int count) {
    this.count = count;
  }

  @Override
  public boolean hasNext() {
    return made < count;
  }

  @Override
  public StateEntry next() {
    if (made % (count / LOOKS) == count / LOOKS - 1) {
      look();
    }
    byte[] value = new byte[VALUE_BYTES];
    for (int i = 0; i < VALUE_BYTES; i++) {
      value[i] = (byte) (made * 31 + i * 17 + (i >> 8) * made);
    }
    watch(value);
    made++;
    // In the order of keys, as snapshots are.
    return new StateEntry("data", Bytes.ofLong(made), Bytes.wrap(value), made);
  }

  /** Watches another's value from now on, too. */
  void watch(Object value) {
    given.add(new WeakReference<>(value));
  }

  /** Looks how many values that were given are held by somebody. */
  void look() {
    System.gc();
    int held = 0;
    for (WeakReference<Object> each : given) {
      held += each.get() == null ? 0 : 1;
    }
    mostHeld = Math.max(mostHeld, held);
  }

  /** The most that were held at once of all looks. */
  int mostHeld() {
    return mostHeld;
  }
}
