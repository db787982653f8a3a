package io.cmesh.registrar.memorycached;

import io.cmesh.api.Bytes;
import io.cmesh.api.registrar.NameRecord;
import io.cmesh.api.registrar.Names;
import io.cmesh.api.state.View;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Names of state, remembered in bounded memory. What it answers is what the view holds at the index
 * that it has when asked, or newer, never older: whatever is remembered is used only at indexes for
 * which {@linkplain Remembered it is known to hold}, of the view that it was read from.
 * Thread-safe.
 */
final class NameCache {
  private final int maxNames;
  private final LongAdder remembered = new LongAdder();
  private final LongAdder read = new LongAdder();
  private volatile @Nullable Shelf shelf;

  /**
   * @param maxNames remembered at most
   */
  NameCache(int maxNames) {
    this.maxNames = maxNames;
  }

  Optional<NameRecord> find(String name, View view) {
    Bytes key = Names.key(name);
    Shelf names = shelfOf(view);
    // The index before the value: a command applied between the two makes the value newer than
    // said, which Remembered reckons with; the other way round it would be older.
    long index = view.index();
    Remembered known = names.get(key);
    if (known != null && known.holdsAt(index)) {
      remembered.increment();
      return Optional.ofNullable(known.record());
    }
    read.increment();
    Remembered found = Remembered.found(view.get(Names.NAMESPACE, key), index, known);
    names.put(key, found);
    return Optional.ofNullable(found.record());
  }

  /**
   * A view that is asked for the first time begins with nothing, and the one before is forgotten.
   */
  private Shelf shelfOf(View view) {
    Shelf current = shelf;
    if (current != null && current.isOf(view)) {
      return current;
    }
    Shelf fresh = new Shelf(view, maxNames);
    shelf = fresh;
    return fresh;
  }

  /** How many names are remembered. */
  int size() {
    Shelf current = shelf;
    return current == null ? 0 : current.size();
  }

  /** Look-ups that needed no reading. */
  long answered() {
    return remembered.sum();
  }

  /** Look-ups that read state. */
  long read() {
    return read.sum();
  }

  void clear() {
    shelf = null;
  }
}
