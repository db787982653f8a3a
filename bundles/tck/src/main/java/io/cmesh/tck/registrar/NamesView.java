package io.cmesh.tck.registrar;

import io.cmesh.api.Bytes;
import io.cmesh.api.registrar.NameRecord;
import io.cmesh.api.registrar.Names;
import io.cmesh.api.state.Scan;
import io.cmesh.api.state.StateEntry;
import io.cmesh.api.state.Versioned;
import io.cmesh.api.state.View;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** State with names in it, and nothing else. */
final class NamesView implements View {
  private final TreeMap<Bytes, Versioned> entries = new TreeMap<>();

  NamesView with(String name, String target, String owner) {
    NameRecord record = new NameRecord(name, target, owner, 1, 0);
    entries.put(Names.key(name), new Versioned(Names.encode(record), entries.size() + 1L));
    return this;
  }

  @Override
  public long index() {
    return entries.size();
  }

  @Override
  public @Nullable Versioned get(String namespace, Bytes key) {
    return namespace.equals(Names.NAMESPACE) ? entries.get(key) : null;
  }

  @Override
  public Scan scan(String namespace, Bytes from, @Nullable Bytes to) {
    Map<Bytes, Versioned> found =
        !namespace.equals(Names.NAMESPACE)
            ? Map.of()
            : to == null ? entries.tailMap(from) : entries.subMap(from, to);
    Iterator<Map.Entry<Bytes, Versioned>> left = found.entrySet().iterator();
    return new Scan() {
      @Override
      public boolean hasNext() {
        return left.hasNext();
      }

      @Override
      public StateEntry next() {
        Map.Entry<Bytes, Versioned> entry = left.next();
        Versioned value = entry.getValue();
        return new StateEntry(namespace, entry.getKey(), value.value(), value.version());
      }

      @Override
      public void close() {}
    };
  }
}
