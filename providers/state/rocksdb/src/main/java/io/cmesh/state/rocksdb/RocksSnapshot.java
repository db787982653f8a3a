package io.cmesh.state.rocksdb;

import io.cmesh.api.Bytes;
import io.cmesh.api.state.Scan;
import io.cmesh.api.state.StateSnapshot;
import io.cmesh.api.state.Versioned;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.Snapshot;

/**
 * The store at one index. Readers of it pass its own gate, since it may be closed under them while
 * the engine lives on. Thread-safe.
 */
final class RocksSnapshot implements StateSnapshot, Engine.Resource {
  private static final int CLOSE_MILLIS = 10_000;

  private final Engine engine;
  private final Snapshot snapshot;
  private final ReadOptions options;
  private final Gate gate = new Gate(1);
  private final Head head;

  private RocksSnapshot(Engine engine, Snapshot snapshot) {
    this.engine = engine;
    this.snapshot = snapshot;
    this.options = new ReadOptions().setSnapshot(snapshot);
    this.head = readHead();
  }

  static RocksSnapshot of(Engine engine) {
    int pass = engine.gate().enter();
    try {
      return engine.keep(new RocksSnapshot(engine, engine.snapshot()));
    } finally {
      engine.gate().leave(pass);
    }
  }

  private Head readHead() {
    byte[] stored = engine.get(options, Head.KEY);
    return stored == null ? Head.empty(1) : Head.decode(stored);
  }

  @Override
  public long index() {
    return head.index();
  }

  @Override
  public Bytes digest() {
    return head.digest();
  }

  @Override
  public @Nullable Versioned get(String namespace, Bytes key) {
    if (!Keys.fits(key)) {
      return null;
    }
    int pass = gate.enter();
    try {
      byte[] stored = engine.get(options, Keys.of(head.generation(), namespace, key));
      return stored == null ? null : Values.decode(stored);
    } finally {
      gate.leave(pass);
    }
  }

  @Override
  public Scan scan(String namespace, Bytes from, @Nullable Bytes to) {
    return scan(
        Keys.of(head.generation(), namespace, from),
        to == null
            ? Keys.endOf(head.generation(), namespace)
            : Keys.of(head.generation(), namespace, to));
  }

  @Override
  public Scan all() {
    return scan(Keys.start(head.generation()), Keys.start(head.generation() + 1));
  }

  private Scan scan(byte[] from, byte[] to) {
    int pass = gate.enter();
    try {
      return engine.scan(snapshot, from, to);
    } finally {
      gate.leave(pass);
    }
  }

  @Override
  public void close() {
    if (gate.shut(CLOSE_MILLIS)) {
      engine.release(this);
    }
  }

  @Override
  public void free() {
    options.close();
    engine.releaseSnapshot(snapshot);
    snapshot.close();
  }
}
