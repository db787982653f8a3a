package io.cmesh.kernel.order;

import io.cmesh.api.Bytes;
import io.cmesh.api.state.Scan;
import io.cmesh.api.state.StateEntry;
import io.cmesh.api.state.StateWrite;
import io.cmesh.api.state.Versioned;
import io.cmesh.api.state.View;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * State as the commands of a block leave it, before the block is committed: what was written lies
 * over the store. Keys written more than once are committed once, with their last value. Not
 * thread-safe.
 */
public final class Overlay implements View {
  private final View below;
  private final Map<String, NavigableMap<Bytes, StateWrite>> written = new HashMap<>();
  private long index;

  /** Over {@code below}. */
  public Overlay(View below) {
    this.below = below;
    this.index = below.index();
  }

  /** Goes on to the command with this index. */
  public void at(long commandIndex) {
    index = commandIndex;
  }

  /** Sets a key, or deletes it where the value is null. */
  public void write(String namespace, Bytes key, @Nullable Bytes value) {
    written
        .computeIfAbsent(namespace, n -> new TreeMap<>())
        .put(key, new StateWrite(namespace, key, value, index));
  }

  /** All that was written. */
  public List<StateWrite> writes() {
    List<StateWrite> all = new ArrayList<>();
    written.values().forEach(map -> all.addAll(map.values()));
    return all;
  }

  @Override
  public long index() {
    return index;
  }

  @Override
  public @Nullable Versioned get(String namespace, Bytes key) {
    NavigableMap<Bytes, StateWrite> map = written.get(namespace);
    StateWrite write = map == null ? null : map.get(key);
    if (write == null) {
      return below.get(namespace, key);
    }
    Bytes value = write.value();
    return value == null ? null : new Versioned(value, write.version());
  }

  @Override
  public Scan scan(String namespace, Bytes from, @Nullable Bytes to) {
    NavigableMap<Bytes, StateWrite> map = written.get(namespace);
    if (map == null) {
      return below.scan(namespace, from, to);
    }
    NavigableMap<Bytes, StateWrite> tail = map.tailMap(from, true);
    return new Merged(below.scan(namespace, from, to), to == null ? tail : tail.headMap(to, false));
  }

  /** Two ordered runs as one; where both have a key, the written one counts. */
  private static final class Merged implements Scan {
    private final Scan stored;
    private final java.util.Iterator<StateWrite> written;
    private @Nullable StateEntry nextStored;
    private @Nullable StateWrite nextWritten;
    private @Nullable StateEntry next;

    Merged(Scan stored, NavigableMap<Bytes, StateWrite> writes) {
      this.stored = stored;
      this.written = writes.values().iterator();
      this.nextStored = stored.hasNext() ? stored.next() : null;
      this.nextWritten = written.hasNext() ? written.next() : null;
      advance();
    }

    private void advance() {
      next = null;
      while (next == null && (nextStored != null || nextWritten != null)) {
        next = smaller();
      }
    }

    private @Nullable StateEntry smaller() {
      StateEntry s = nextStored;
      StateWrite w = nextWritten;
      if (w == null || (s != null && s.key().compareTo(w.key()) < 0)) {
        nextStored = stored.hasNext() ? stored.next() : null;
        return s;
      }
      if (s != null && s.key().equals(w.key())) {
        nextStored = stored.hasNext() ? stored.next() : null;
      }
      nextWritten = written.hasNext() ? written.next() : null;
      Bytes value = w.value();
      return value == null ? null : new StateEntry(w.namespace(), w.key(), value, w.version());
    }

    @Override
    public boolean hasNext() {
      return next != null;
    }

    @Override
    public StateEntry next() {
      StateEntry entry = next;
      if (entry == null) {
        throw new NoSuchElementException("the scan has ended");
      }
      advance();
      return entry;
    }

    @Override
    public void close() {
      stored.close();
    }
  }
}
