package io.cmesh.tck.contract;

import io.cmesh.api.Bytes;
import io.cmesh.api.contract.ContractHost;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import io.cmesh.api.state.Scan;
import io.cmesh.api.state.StateEntry;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A host over a map, which writes straight through and remembers the events. Not thread-safe; read
 * only, many threads may share one.
 */
public final class MapHost implements ContractHost {
  private final TreeMap<Bytes, Bytes> storage = new TreeMap<>();
  private final List<String> events = new ArrayList<>();
  private boolean readOnly;

  /** Lets it refuse writes from now on, as in a query. */
  public MapHost readOnly() {
    readOnly = true;
    return this;
  }

  /** All that is stored. */
  public Map<Bytes, Bytes> storage() {
    return Map.copyOf(storage);
  }

  /** What was raised: {@code name payload}. */
  public List<String> events() {
    return List.copyOf(events);
  }

  @Override
  public @Nullable Bytes get(Bytes key) {
    return storage.get(key);
  }

  @Override
  public void put(Bytes key, Bytes value) {
    requireWritable();
    storage.put(key, value);
  }

  @Override
  public void delete(Bytes key) {
    requireWritable();
    storage.remove(key);
  }

  @Override
  public Scan scan(Bytes from, @Nullable Bytes to) {
    Iterator<Map.Entry<Bytes, Bytes>> left =
        new TreeMap<>(to == null ? storage.tailMap(from) : storage.subMap(from, to))
            .entrySet()
            .iterator();
    return new Scan() {
      @Override
      public boolean hasNext() {
        return left.hasNext();
      }

      @Override
      public StateEntry next() {
        Map.Entry<Bytes, Bytes> entry = left.next();
        return new StateEntry("tck", entry.getKey(), entry.getValue(), 1);
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public void emit(String name, Bytes payload) {
    requireWritable();
    events.add(name + " " + payload.utf8());
  }

  @Override
  public Bytes read(String fqmn) {
    throw new MeshException(Status.NOT_FOUND, "TCK-1", fqmn + ": nothing there");
  }

  private void requireWritable() {
    if (readOnly) {
      throw new MeshException(Status.BAD_REQUEST, "TCK-2", "a query may not write");
    }
  }
}
