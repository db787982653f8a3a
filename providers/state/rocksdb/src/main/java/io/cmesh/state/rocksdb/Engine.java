package io.cmesh.state.rocksdb;

import io.cmesh.api.error.MeshException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.rocksdb.FlushOptions;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.Snapshot;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * An open RocksDB and every native object that depends on it, behind a gate: after {@link #close}
 * each call throws {@link IllegalStateException}. Thread-safe.
 */
final class Engine implements AutoCloseable {
  /** A native object that must be freed before the database is closed. */
  interface Resource {
    /** Frees it; called once, by the engine, with nobody else using it. */
    void free();
  }

  private static final int CLOSE_MILLIS = 10_000;

  private final Path dir;
  private final RocksDB db;
  private final EngineOptions options;
  // The command log is the write-ahead log of this store; a second one would only cost.
  private final WriteOptions unlogged = new WriteOptions().setDisableWAL(true);
  private final ReadOptions latest = new ReadOptions();
  private final FlushOptions waiting = new FlushOptions().setWaitForFlush(true);
  private final Gate gate = new Gate(8);
  private final Set<Resource> resources = ConcurrentHashMap.newKeySet();
  private boolean closed;

  /** Takes over {@code db} and {@code options}. */
  Engine(Path dir, RocksDB db, EngineOptions options) {
    this.dir = dir;
    this.db = db;
    this.options = options;
  }

  Gate gate() {
    return gate;
  }

  byte @Nullable [] get(byte[] key) {
    return get(latest, key);
  }

  byte @Nullable [] get(ReadOptions how, byte[] key) {
    int pass = gate.enter();
    try {
      return db.get(how, key);
    } catch (RocksDBException e) {
      throw failed(e);
    } finally {
      gate.leave(pass);
    }
  }

  /** Entries in {@code [from, to)}, of a snapshot or of the moment of this call. */
  RocksScan scan(@Nullable Snapshot snapshot, byte[] from, byte[] to) {
    int pass = gate.enter();
    try {
      Slice end = new Slice(to);
      ReadOptions how = new ReadOptions().setIterateUpperBound(end);
      if (snapshot != null) {
        how.setSnapshot(snapshot);
      }
      RocksIterator iterator = db.newIterator(how);
      iterator.seek(from);
      return keep(new RocksScan(this, how, end, iterator));
    } finally {
      gate.leave(pass);
    }
  }

  Snapshot snapshot() {
    int pass = gate.enter();
    try {
      return db.getSnapshot();
    } finally {
      gate.leave(pass);
    }
  }

  /** Keeps it for {@link #close}; from inside the gate. */
  <R extends Resource> R keep(R resource) {
    resources.add(resource);
    return resource;
  }

  /** Frees it, unless it is freed or the engine is about to. */
  void release(Resource resource) {
    int pass = gate.tryEnter();
    if (pass == Gate.SHUT) {
      return;
    }
    try {
      if (resources.remove(resource)) {
        resource.free();
      }
    } finally {
      gate.leave(pass);
    }
  }

  void releaseSnapshot(Snapshot snapshot) {
    db.releaseSnapshot(snapshot);
  }

  void write(WriteBatch batch) throws RocksDBException {
    int pass = gate.enter();
    try {
      db.write(unlogged, batch);
    } finally {
      gate.leave(pass);
    }
  }

  /** Returns once everything written is on disk. */
  void flush() throws RocksDBException {
    int pass = gate.enter();
    try {
      db.flush(waiting);
    } finally {
      gate.leave(pass);
    }
  }

  /** Reads every block and checks its sum. */
  void verify() throws RocksDBException {
    int pass = gate.enter();
    try {
      db.verifyChecksum();
    } finally {
      gate.leave(pass);
    }
  }

  long diskBytes() {
    return property("rocksdb.total-sst-files-size");
  }

  long memoryBytes() {
    return property("rocksdb.cur-size-all-mem-tables");
  }

  private long property(String name) {
    int pass = gate.enter();
    try {
      return db.getLongProperty(name);
    } catch (RocksDBException e) {
      throw failed(e);
    } finally {
      gate.leave(pass);
    }
  }

  MeshException failed(RocksDBException e) {
    return RocksErrors.calling(dir, e);
  }

  /**
   * Closes the database; RocksDB writes out what is in memory. Throws {@link
   * IllegalStateException}, and leaves all open, where calls are still inside after ten seconds.
   */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    if (!gate.shut(CLOSE_MILLIS)) {
      throw new IllegalStateException(
          "state/rocksdb: calls are still running after " + CLOSE_MILLIS + " ms; left open");
    }
    closed = true;
    resources.forEach(Resource::free);
    resources.clear();
    db.close();
    unlogged.close();
    latest.close();
    waiting.close();
    options.close();
  }
}
