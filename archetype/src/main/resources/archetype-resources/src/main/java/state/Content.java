package ${package};

import io.cmesh.api.Bytes;
import io.cmesh.api.state.Scan;
import io.cmesh.api.state.StateDigest;
import io.cmesh.api.state.StateEntry;
import io.cmesh.api.state.StateSnapshot;
import io.cmesh.api.state.Versioned;
import java.util.Collections;
import java.util.Iterator;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All that the store holds at one index. Never changed: so a snapshot is simply kept. */
record Content(long index, NavigableMap<Bytes, StateEntry> entries, Bytes digestState)
    implements StateSnapshot {
  Content {
    entries = Collections.unmodifiableNavigableMap(entries);
  }

  static Content empty() {
    return new Content(0, new TreeMap<>(), new StateDigest().state());
  }

  @Override
  public @Nullable Versioned get(String namespace, Bytes key) {
    StateEntry found = entries.get(Keys.place(namespace, key));
    return found == null ? null : new Versioned(found.value(), found.version());
  }

  @Override
  public Scan scan(String namespace, Bytes from, @Nullable Bytes to) {
    Bytes first = Keys.place(namespace, from);
    Bytes end = to == null ? Keys.endOf(namespace) : Keys.place(namespace, to);
    // An empty range may be asked for backwards.
    return first.compareTo(end) < 0
        ? new Walk(entries.subMap(first, end).values().iterator())
        : new Walk(Collections.emptyIterator());
  }

  @Override
  public Scan all() {
    return new Walk(entries.values().iterator());
  }

  @Override
  public Bytes digest() {
    return new StateDigest(digestState).value();
  }

  /** Holds nothing. */
  @Override
  public void close() {}

  private record Walk(Iterator<StateEntry> entries) implements Scan {
    @Override
    public boolean hasNext() {
      return entries.hasNext();
    }

    @Override
    public StateEntry next() {
      return entries.next();
    }

    /** Holds nothing. */
    @Override
    public void close() {}
  }
}
