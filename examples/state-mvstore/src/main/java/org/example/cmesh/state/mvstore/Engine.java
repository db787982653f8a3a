package org.example.cmesh.state.mvstore;

import io.cmesh.api.error.MeshException;
import io.cmesh.api.provider.Disk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Supplier;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.jspecify.annotations.Nullable;

/**
 * The file and what is asked of it. It stores by itself nothing at all: what comes to the file in
 * one go is what lies between two calls of {@link #save}, so the file never holds half a batch.
 *
 * <p>Reads from any thread, also while it is closed: they are refused then. Everything else from
 * one thread at a time.
 */
final class Engine {
  private static final int FORMAT = 1;
  private static final String FILE = "state.mv";
  private static final String HEAD = "head";
  private static final String PROBE = "digest-of-a-probe";
  private static final String ENTRIES = "entries-";

  /** What waits in memory to be stored, at most, roughly. */
  private static final int UNSAVED_BYTES = 4 << 20;

  /** What has to be left on the disk: what waits, twice, and the engine's own tables. */
  private static final long RESERVE_BYTES = 16L << 20;

  private static final int SAVES_PER_COMPACTION = 32;
  private static final int WANTED_FILL_PERCENT = 60;
  private static final int COMPACTED_BYTES = 16 << 20;

  private final MVStore store;
  private final MVMap<String, byte[]> meta;
  private final Path dir;
  private final Disk disk;
  private int saves;
  private volatile boolean closed;

  private Engine(MVStore store, Path dir, Disk disk) {
    this.store = store;
    this.meta =
        store.openMap("meta", new MVMap.Builder<String, byte[]>().valueType(BytesType.INSTANCE));
    this.dir = dir;
    this.disk = disk;
  }

  static Engine open(Path dir, Disk disk, long cacheBytes) {
    Path file = dir.resolve(FILE);
    MVStore store = openFile(file, (int) Math.max(1, cacheBytes >> 20));
    boolean fresh = store.getCurrentVersion() == 0;
    if (!fresh && store.getStoreVersion() != FORMAT) {
      int found = store.getStoreVersion();
      store.closeImmediately();
      throw Errors.otherFormat(file, found, FORMAT);
    }
    store.setStoreVersion(FORMAT);
    return new Engine(store, dir, disk);
  }

  private static MVStore openFile(Path file, int cacheMegabytes) {
    try {
      return new MVStore.Builder()
          .fileName(file.toString())
          .autoCommitDisabled()
          .cacheSize(cacheMegabytes)
          .open();
    } catch (RuntimeException e) {
      // MVStoreException for what it finds in the file, others where a block of it makes no sense.
      throw Errors.damaged(file, e);
    }
  }

  /** Where the store stood when it was last saved; empty in a new file. */
  Head head() {
    byte[] stored = meta.get(HEAD);
    return stored == null ? Head.empty(1) : Head.decode(stored);
  }

  void putHead(Head head) {
    meta.put(HEAD, head.encode());
  }

  /**
   * Whether digests were reckoned as they are now when the head was saved: another version of the
   * node may do it another way. From now on they are.
   */
  boolean reckonsAsBefore() {
    byte[] now = Head.probe().unsafeArray();
    byte[] before = meta.put(PROBE, now);
    return before == null || Arrays.equals(before, now);
  }

  /** The entries of a generation; makes them where there are none. */
  MVMap<byte[], byte[]> entries(int generation) {
    return store.openMap(
        ENTRIES + generation,
        new MVMap.Builder<byte[], byte[]>()
            .keyType(BytesType.INSTANCE)
            .valueType(BytesType.INSTANCE));
  }

  /** Forgets every generation but one. */
  void keepOnly(int generation) {
    for (String name : store.getMapNames()) {
      if (name.startsWith(ENTRIES) && !name.equals(ENTRIES + generation)) {
        store.removeMap(name);
      }
    }
  }

  /** The entries as they are now, whatever is written later. */
  MVMap<byte[], byte[]> frozen(MVMap<byte[], byte[]> entries) {
    return entries.openVersion(store.getCurrentVersion());
  }

  /** Keeps what can be read now readable until {@link #unpin}. Close nothing twice. */
  MVStore.TxCounter pin() {
    return store.registerVersionUsage();
  }

  void unpin(MVStore.TxCounter pin) {
    if (!closed) {
      store.deregisterVersionUsage(pin);
    }
  }

  /** Whether as much waits to be saved as may. */
  boolean isFull() {
    return store.getUnsavedMemory() > UNSAVED_BYTES;
  }

  /**
   * Brings everything to the disk. Throws 507 where there is no room for it: beforehand, for an
   * engine whose write fails closes itself.
   */
  void save() {
    requireRoom();
    store.commit();
    store.sync();
    saves++;
  }

  private void requireRoom() {
    try {
      long needed = RESERVE_BYTES + 2L * store.getUnsavedMemory();
      long free = disk.freeBytes(dir);
      if (free < needed) {
        throw Errors.full(dir, free, needed);
      }
    } catch (IOException e) {
      throw Errors.failed(new UncheckedIOException(e));
    }
  }

  /**
   * Now and then writes anew what lies scattered in the file, so that it does not grow for ever;
   * returns whether it did. Whoever reads without a pin has to look at the entries anew then.
   */
  boolean compacted() {
    return saves % SAVES_PER_COMPACTION == 0 && store.compact(WANTED_FILL_PERCENT, COMPACTED_BYTES);
  }

  /** A read, or any other call; what fails after the end is refused as late. */
  <T extends @Nullable Object> T call(Supplier<T> call) {
    if (closed) {
      throw Errors.closed();
    }
    try {
      return call.get();
    } catch (MeshException | IllegalArgumentException e) {
      throw closed ? Errors.closed() : e;
    } catch (RuntimeException e) {
      // MVStoreException while it works; while it is closed whatever comes of a missing file.
      throw closed ? Errors.closed() : Errors.failed(e);
    }
  }

  boolean isBroken() {
    return closed || store.isClosed();
  }

  boolean isClosed() {
    return closed;
  }

  long sizeBytes() {
    return store.getFileStore().size() + store.getUnsavedMemory();
  }

  /** What was not saved is not; save it before. */
  void close() {
    closed = true;
    store.closeImmediately();
  }
}
