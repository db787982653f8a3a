package io.cmesh.doors.mesh;

import io.cmesh.api.Bytes;
import io.cmesh.api.state.Scan;
import io.cmesh.api.state.StateEntry;
import io.cmesh.api.state.Versioned;
import io.cmesh.api.state.View;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;

/** State in a map. */
final class MapView implements View {
  private final Map<String, TreeMap<Bytes, Versioned>> namespaces = new TreeMap<>();

  void put(String namespace, Bytes key, Bytes value, long version) {
    namespaces
        .computeIfAbsent(namespace, n -> new TreeMap<>())
        .put(key, new Versioned(value, version));
  }

  @Override
  public long index() {
    return 1;
  }

  @Override
  public Versioned get(String namespace, Bytes key) {
    return namespaces.getOrDefault(namespace, new TreeMap<>()).get(key);
  }

  @Override
  public Scan scan(String namespace, Bytes from, Bytes to) {
    TreeMap<Bytes, Versioned> all = namespaces.getOrDefault(namespace, new TreeMap<>());
    var range = to == null ? all.tailMap(from) : all.subMap(from, to);
    Iterator<Map.Entry<Bytes, Versioned>> entries = range.entrySet().iterator();
    return new Scan() {
      @Override
      public boolean hasNext() {
        return entries.hasNext();
      }

      @Override
      public StateEntry next() {
        var entry = entries.next();
        return new StateEntry(
            namespace, entry.getKey(), entry.getValue().value(), entry.getValue().version());
      }

      @Override
      public void close() {}
    };
  }
}
