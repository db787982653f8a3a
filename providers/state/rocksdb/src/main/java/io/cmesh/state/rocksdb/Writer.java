package io.cmesh.state.rocksdb;

import io.cmesh.api.Bytes;
import io.cmesh.api.provider.Health;
import io.cmesh.api.state.StateBatch;
import io.cmesh.api.state.StateDigest;
import io.cmesh.api.state.StateEntry;
import io.cmesh.api.state.StateWrite;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/**
 * All that changes the store. Every batch goes into the engine in one atomic write together with
 * its {@link Head}, and there is one column family, so that whatever the engine has brought to disk
 * on its own is a store at some index with the digest of that index.
 *
 * <p>Writing comes from one thread at a time; {@link #head}, {@link #durableIndex} and {@link
 * #health} may be called from any.
 */
final class Writer implements Engine.Resource {
  private static final int LOAD_BATCH_BYTES = 1 << 20;

  private final Engine engine;
  private final WriteBatch batch = new WriteBatch();
  private StateDigest digest;
  private volatile Head head;
  private volatile long durableIndex;
  private volatile Health health = Health.OK;
  private volatile LookedUp lookedUp = new LookedUp();

  private Writer(Engine engine, Head head) {
    this.engine = engine;
    this.head = head;
    this.digest = new StateDigest(head.digestState());
    this.durableIndex = head.index();
  }

  /** Continues at {@code head}, which is on disk. The engine frees it. */
  static Writer of(Engine engine, Head head) {
    return engine.keep(new Writer(engine, head));
  }

  Head head() {
    return head;
  }

  /** The stored value of a key; null where there is none. Any thread. */
  byte @Nullable [] get(byte[] key) {
    LookedUp mine = lookedUp;
    return mine.isOfThisThread() ? mine.get(key, engine) : engine.get(key);
  }

  long durableIndex() {
    return durableIndex;
  }

  Health health() {
    return health;
  }

  void commit(StateBatch writes) {
    if (writes.index() <= head.index()) {
      throw new IllegalArgumentException(
          "index: " + writes.index() + " (expected: > " + head.index() + ")");
    }
    Map<Bytes, StateWrite> last = lastOfEachKey(writes);
    attempt(
        () -> {
          for (Map.Entry<Bytes, StateWrite> write : last.entrySet()) {
            stage(write.getKey().unsafeArray(), write.getValue());
          }
          writeAt(Head.at(head.generation(), writes.index(), digest));
        });
  }

  private Map<Bytes, StateWrite> lastOfEachKey(StateBatch writes) {
    Map<Bytes, StateWrite> last = new LinkedHashMap<>();
    for (StateWrite write : writes.entries()) {
      checkVersion(write.version());
      byte[] key = Keys.of(head.generation(), write.namespace(), Keys.checked(write.key()));
      last.put(Bytes.wrap(key), write);
    }
    return last;
  }

  private void stage(byte[] key, StateWrite write) throws RocksDBException {
    if (StateDigest.counts(write.namespace())) {
      byte[] old = get(key);
      if (old != null) {
        digest.remove(write.namespace(), write.key(), Values.valueOf(old), Values.versionOf(old));
      }
    }
    @Nullable Bytes value = write.value();
    if (value == null) {
      batch.delete(key);
    } else {
      digest.add(write.namespace(), write.key(), value, write.version());
      batch.put(key, Values.encode(value, write.version()));
    }
  }

  void flush() {
    long flushed = head.index();
    attempt(engine::flush);
    durableIndex = flushed;
  }

  /**
   * Empties the store, fills a generation that nobody reads, and shows it with one last write. Each
   * of the two ends is on disk before the next begins, so a crash between leaves an empty store.
   */
  void load(long index, Iterator<StateEntry> entries) {
    if (index < 0) {
      throw new IllegalArgumentException("index: " + index + " (expected: >= 0)");
    }
    empty();
    try {
      fill(head.nextGeneration(), entries);
    } catch (RuntimeException e) {
      empty();
      throw e;
    }
    attempt(() -> writeAt(Head.at(head.nextGeneration(), index, digest)));
    flush();
  }

  private void empty() {
    digest.clear();
    attempt(
        () -> {
          batch.deleteRange(Keys.start(1), Keys.start(256));
          writeAt(Head.empty(head.nextGeneration()));
        });
    flush();
  }

  private void fill(int generation, Iterator<StateEntry> entries) {
    while (entries.hasNext()) {
      attempt(
          () -> {
            while (entries.hasNext() && batch.getDataSize() < LOAD_BATCH_BYTES) {
              stageNew(generation, entries.next());
            }
            engine.write(batch);
          });
    }
  }

  private void stageNew(int generation, StateEntry entry) throws RocksDBException {
    checkVersion(entry.version());
    byte[] key = Keys.of(generation, entry.namespace(), Keys.checked(entry.key()));
    digest.add(entry.namespace(), entry.key(), entry.value(), entry.version());
    batch.put(key, Values.encode(entry.value(), entry.version()));
  }

  private void writeAt(Head next) throws RocksDBException {
    batch.put(Head.KEY, next.encode());
    engine.write(batch);
    head = next;
  }

  /** Runs an action; where it fails, nothing of it is left in the batch or the digest. */
  private void attempt(EngineAction action) {
    if (!lookedUp.isOfThisThread()) {
      lookedUp = new LookedUp();
    }
    int pass = engine.gate().enter();
    boolean done = false;
    try {
      action.run();
      done = true;
      health = Health.OK;
    } catch (RocksDBException e) {
      health = Health.degraded("writes fail: " + RocksErrors.text(e));
      throw engine.failed(e);
    } finally {
      batch.clear();
      lookedUp = new LookedUp();
      if (!done) {
        digest = new StateDigest(head.digestState());
      }
      engine.gate().leave(pass);
    }
  }

  private static void checkVersion(long version) {
    if (version < 1) {
      throw new IllegalArgumentException("version: " + version + " (expected: >= 1)");
    }
  }

  @Override
  public void free() {
    batch.close();
  }

  /** Something the engine may refuse. */
  @FunctionalInterface
  private interface EngineAction {
    void run() throws RocksDBException;
  }
}
