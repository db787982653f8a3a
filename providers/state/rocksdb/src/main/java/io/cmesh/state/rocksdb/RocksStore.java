package io.cmesh.state.rocksdb;

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
import org.jspecify.annotations.Nullable;

/**
 * The store: reads straight from the engine, writes through {@link Writer}. Thread-safe as {@link
 * StateStore} says.
 */
final class RocksStore implements StateStore, Instance<StateStore> {
  private final Engine engine;
  private final Writer writer;

  RocksStore(Engine engine, Writer writer) {
    this.engine = engine;
    this.writer = writer;
  }

  @Override
  public long index() {
    return writer.head().index();
  }

  @Override
  public long durableIndex() {
    return writer.durableIndex();
  }

  @Override
  public Bytes digest() {
    return writer.head().digest();
  }

  @Override
  public @Nullable Versioned get(String namespace, Bytes key) {
    if (!Keys.fits(key)) {
      return null;
    }
    byte[] stored = writer.get(Keys.of(writer.head().generation(), namespace, key));
    return stored == null ? null : Values.decode(stored);
  }

  @Override
  public Scan scan(String namespace, Bytes from, @Nullable Bytes to) {
    int generation = writer.head().generation();
    return engine.scan(
        null,
        Keys.of(generation, namespace, from),
        to == null ? Keys.endOf(generation, namespace) : Keys.of(generation, namespace, to));
  }

  @Override
  public StateSnapshot snapshot() {
    return RocksSnapshot.of(engine);
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
    return engine.diskBytes() + engine.memoryBytes();
  }

  @Override
  public StateStore service() {
    return this;
  }

  @Override
  public Health health() {
    return writer.health();
  }

  @Override
  public void close() {
    engine.close();
  }
}
