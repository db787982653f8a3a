package io.cmesh.tck.support;

import io.cmesh.api.Bytes;
import io.cmesh.api.command.Mutation;
import io.cmesh.api.state.Scan;
import io.cmesh.api.state.StateEntry;
import io.cmesh.api.state.Versioned;
import io.cmesh.api.state.View;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * State in a map, for tests of what reads it and of handlers, whose effects can be applied to it.
 * Thread-safe; no snapshots.
 */
public final class MapView implements View {
  private final Map<String, NavigableMap<Bytes, Versioned>> namespaces = new TreeMap<>();
  private long index;

  /** Does one change, as a command of its own. */
  public synchronized void apply(Mutation mutation) {
    index++;
    NavigableMap<Bytes, Versioned> entries = namespace(mutation.namespace());
    Bytes value = mutation.value();
    if (value == null) {
      entries.remove(mutation.key());
    } else {
      entries.put(mutation.key(), new Versioned(value, index));
    }
  }

  @Override
  public synchronized long index() {
    return index;
  }

  @Override
  public synchronized @Nullable Versioned get(String namespace, Bytes key) {
    return namespace(namespace).get(key);
  }

  @Override
  public synchronized Scan scan(String namespace, Bytes from, @Nullable Bytes to) {
    NavigableMap<Bytes, Versioned> entries = namespace(namespace);
    Iterator<Map.Entry<Bytes, Versioned>> found =
        (to == null ? entries.tailMap(from, true) : entries.subMap(from, true, to, false))
            .entrySet()
            .iterator();
    return new MapScan(namespace, found);
  }

  private NavigableMap<Bytes, Versioned> namespace(String name) {
    return namespaces.computeIfAbsent(name, n -> new ConcurrentSkipListMap<>());
  }

  private record MapScan(String namespace, Iterator<Map.Entry<Bytes, Versioned>> entries)
      implements Scan {
    @Override
    public boolean hasNext() {
      return entries.hasNext();
    }

    @Override
    public StateEntry next() {
      Map.Entry<Bytes, Versioned> e = entries.next();
      return new StateEntry(namespace, e.getKey(), e.getValue().value(), e.getValue().version());
    }

    @Override
    public void close() {
      // Nothing is held.
    }
  }
}
