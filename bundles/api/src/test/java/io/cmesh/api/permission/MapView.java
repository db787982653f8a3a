package io.cmesh.api.permission;

import io.cmesh.api.Bytes;
import io.cmesh.api.command.Mutation;
import io.cmesh.api.state.Scan;
import io.cmesh.api.state.StateEntry;
import io.cmesh.api.state.Versioned;
import io.cmesh.api.state.View;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A view over maps that mutations change; counts reads. */
final class MapView implements View {
  private final Map<String, TreeMap<Bytes, Versioned>> namespaces = new TreeMap<>();
  private long index;
  int gets;

  MapView apply(Mutation mutation) {
    index++;
    TreeMap<Bytes, Versioned> entries = entries(mutation.namespace());
    Bytes value = mutation.value();
    if (value == null) {
      entries.remove(mutation.key());
    } else {
      entries.put(mutation.key(), new Versioned(value, index));
    }
    return this;
  }

  private TreeMap<Bytes, Versioned> entries(String namespace) {
    return namespaces.computeIfAbsent(namespace, name -> new TreeMap<>());
  }

  @Override
  public long index() {
    return index;
  }

  @Override
  public @Nullable Versioned get(String namespace, Bytes key) {
    gets++;
    return entries(namespace).get(key);
  }

  @Override
  public Scan scan(String namespace, Bytes from, @Nullable Bytes to) {
    Iterator<Map.Entry<Bytes, Versioned>> entries =
        (to == null ? entries(namespace).tailMap(from) : entries(namespace).subMap(from, to))
            .entrySet()
            .iterator();
    return new Scan() {
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
      public void close() {}
    };
  }
}
