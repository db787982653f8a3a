package io.cmesh.tck.state;

import io.cmesh.api.Bytes;
import io.cmesh.api.state.StateBatch;
import io.cmesh.api.state.StateDigest;
import io.cmesh.api.state.StateEntry;
import io.cmesh.api.state.StateWrite;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.TreeSet;

/** The other provider of a swap: as plain as can be, so that nobody doubts it. Not thread-safe. */
final class OtherStore {
  private static final Comparator<StateEntry> BY_KEY =
      Comparator.comparing(StateEntry::namespace).thenComparing(StateEntry::key);

  private final TreeSet<StateEntry> entries = new TreeSet<>(BY_KEY);
  private long index;

  void load(long at, Iterator<StateEntry> all) {
    entries.clear();
    all.forEachRemaining(entries::add);
    index = at;
  }

  void commit(StateBatch batch) {
    for (StateWrite write : batch.entries()) {
      Bytes value = write.value();
      Bytes some = value == null ? Bytes.EMPTY : value;
      StateEntry entry = new StateEntry(write.namespace(), write.key(), some, write.version());
      entries.remove(entry);
      if (value != null) {
        entries.add(entry);
      }
    }
    index = batch.index();
  }

  long index() {
    return index;
  }

  List<StateEntry> entries() {
    return List.copyOf(entries);
  }

  Bytes digest() {
    StateDigest digest = new StateDigest();
    for (StateEntry each : entries) {
      digest.add(each.namespace(), each.key(), each.value(), each.version());
    }
    return digest.value();
  }
}
