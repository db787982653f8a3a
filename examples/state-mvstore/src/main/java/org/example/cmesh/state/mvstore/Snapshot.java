package org.example.cmesh.state.mvstore;

import io.cmesh.api.Bytes;
import io.cmesh.api.state.Scan;
import io.cmesh.api.state.StateSnapshot;
import io.cmesh.api.state.Versioned;
import java.util.concurrent.atomic.AtomicBoolean;
import org.h2.mvstore.MVStore;
import org.jspecify.annotations.Nullable;

/** A version of the engine's map, whose pages it keeps until it is closed. Thread-safe. */
final class Snapshot implements StateSnapshot {
  private final Engine engine;
  private final MVStore.TxCounter pin;
  private final Published seen;
  private final AtomicBoolean closed = new AtomicBoolean();

  Snapshot(Engine engine, MVStore.TxCounter pin, Published seen) {
    this.engine = engine;
    this.pin = pin;
    this.seen = seen;
  }

  @Override
  public long index() {
    return seen.head().index();
  }

  @Override
  public Bytes digest() {
    return seen.head().digest();
  }

  @Override
  public @Nullable Versioned get(String namespace, Bytes key) {
    return Store.get(engine, seen, namespace, key);
  }

  @Override
  public Scan scan(String namespace, Bytes from, @Nullable Bytes to) {
    byte[] first = Keys.place(namespace, from);
    byte[] end = to == null ? Keys.endOf(namespace) : Keys.place(namespace, to);
    return EntryScan.of(engine, engine.call(engine::pin), seen.entries(), first, end);
  }

  @Override
  public Scan all() {
    return EntryScan.of(engine, engine.call(engine::pin), seen.entries(), null, null);
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      engine.unpin(pin);
    }
  }
}
