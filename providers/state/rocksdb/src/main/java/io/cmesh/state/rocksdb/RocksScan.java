package io.cmesh.state.rocksdb;

import io.cmesh.api.state.Scan;
import io.cmesh.api.state.StateEntry;
import java.util.NoSuchElementException;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;

/** A walk over stored entries; its engine frees it when that closes first. */
final class RocksScan implements Scan, Engine.Resource {
  private final Engine engine;
  private final ReadOptions options;
  private final Slice end;
  private final RocksIterator iterator;
  private boolean freed;

  /** Takes over the native objects. */
  RocksScan(Engine engine, ReadOptions options, Slice end, RocksIterator iterator) {
    this.engine = engine;
    this.options = options;
    this.end = end;
    this.iterator = iterator;
  }

  @Override
  public boolean hasNext() {
    int pass = engine.gate().enter();
    try {
      return isValid();
    } finally {
      engine.gate().leave(pass);
    }
  }

  @Override
  public StateEntry next() {
    int pass = engine.gate().enter();
    try {
      if (!isValid()) {
        throw new NoSuchElementException("the scan is at its end");
      }
      byte[] key = iterator.key();
      byte[] value = iterator.value();
      iterator.next();
      return new StateEntry(
          Keys.namespaceOf(key), Keys.keyOf(key), Values.valueOf(value), Values.versionOf(value));
    } finally {
      engine.gate().leave(pass);
    }
  }

  private boolean isValid() {
    if (freed) {
      throw new IllegalStateException("state/rocksdb: this scan is closed");
    }
    if (iterator.isValid()) {
      return true;
    }
    try {
      iterator.status();
      return false;
    } catch (RocksDBException e) {
      throw engine.failed(e);
    }
  }

  @Override
  public void close() {
    engine.release(this);
  }

  @Override
  public void free() {
    freed = true;
    iterator.close();
    options.close();
    end.close();
  }
}
