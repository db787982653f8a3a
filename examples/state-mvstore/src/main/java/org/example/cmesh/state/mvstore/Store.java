package org.example.cmesh.state.mvstore;

import io.cmesh.api.Bytes;
import io.cmesh.api.provider.Health;
import io.cmesh.api.provider.Instance;
import io.cmesh.api.state.Scan;
import io.cmesh.api.state.StateBatch;
import io.cmesh.api.state.StateEntry;
import io.cmesh.api.state.StateSnapshot;
import io.cmesh.api.state.StateStore;
import io.cmesh.api.state.Versioned;
import java.util.Iterator;
import org.h2.mvstore.MVStore;
import org.jspecify.annotations.Nullable;

/** The store: reads what the {@link Writer} published last. Thread-safe as the role says. */
final class Store implements StateStore, Instance<StateStore> {
  private final Engine engine;
  private final Writer writer;

  Store(Engine engine, Writer writer) {
    this.engine = engine;
    this.writer = writer;
  }

  @Override
  public long index() {
    return writer.published().head().index();
  }

  @Override
  public long durableIndex() {
    return writer.durableIndex();
  }

  @Override
  public Bytes digest() {
    return writer.published().head().digest();
  }

  @Override
  public @Nullable Versioned get(String namespace, Bytes key) {
    return get(engine, writer.published(), namespace, key);
  }

  static @Nullable Versioned get(Engine engine, Published seen, String namespace, Bytes key) {
    byte[] place = Keys.place(namespace, key);
    byte[] stored =
        engine.<byte @Nullable []>call(() -> Keys.fits(key) ? seen.entries().get(place) : null);
    return stored == null ? null : Values.decode(stored);
  }

  @Override
  public Scan scan(String namespace, Bytes from, @Nullable Bytes to) {
    byte[] first = Keys.place(namespace, from);
    byte[] end = to == null ? Keys.endOf(namespace) : Keys.place(namespace, to);
    MVStore.TxCounter pin = engine.call(engine::pin);
    return EntryScan.of(engine, pin, writer.published().entries(), first, end);
  }

  /** Pins first, then looks: so what it sees is kept. */
  @Override
  public StateSnapshot snapshot() {
    MVStore.TxCounter pin = engine.call(engine::pin);
    return new Snapshot(engine, pin, writer.published());
  }

  @Override
  public void commit(StateBatch batch) {
    writer.commit(batch);
  }

  @Override
  public void flush() {
    writer.flush();
  }

  @Override
  public void load(long index, Iterator<StateEntry> entries) {
    writer.load(index, entries);
  }

  @Override
  public long sizeBytes() {
    return engine.call(engine::sizeBytes);
  }

  @Override
  public StateStore service() {
    return this;
  }

  @Override
  public Health health() {
    if (engine.isClosed()) {
      return Health.down("closed");
    }
    return engine.isBroken()
        ? Health.down("the engine closed its file: see the log")
        : writer.health();
  }

  @Override
  public void close() {
    if (engine.isClosed()) {
      return;
    }
    try {
      writer.close();
    } finally {
      engine.close();
    }
  }
}
