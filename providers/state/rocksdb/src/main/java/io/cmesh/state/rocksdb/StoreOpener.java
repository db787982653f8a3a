package io.cmesh.state.rocksdb;

import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import io.cmesh.api.provider.Disk;
import io.cmesh.api.provider.Opening;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/**
 * Opens a store in a directory: checks its format, lets RocksDB recover it, looks for damage, and
 * clears away what a load that was killed left.
 *
 * <p>The file {@code FORMAT} is written once there is a database. A database is created only where
 * it is missing: RocksDB would make an empty one of a directory that has lost its {@code CURRENT}.
 */
final class StoreOpener {
  static final String FORMAT = "cmesh state/rocksdb 2\n";

  private static final int MAX_FORMAT_BYTES = 64;

  private final Path dir;
  private final Disk disk;
  private final RocksSettings settings;

  StoreOpener(Opening opening) {
    this.dir = opening.dir();
    this.disk = opening.disk();
    this.settings = RocksSettings.of(opening.settings());
  }

  RocksStore open() {
    try {
      boolean exists = hasFormat();
      Engine engine = openEngine(!exists);
      try {
        if (!exists) {
          writeFormat();
        }
        return store(engine);
      } catch (RuntimeException | IOException e) {
        engine.close();
        throw e;
      }
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private boolean hasFormat() throws IOException {
    Path file = dir.resolve("FORMAT");
    if (!disk.exists(file)) {
      return false;
    }
    String found = read(file);
    if (!found.equals(FORMAT)) {
      throw RocksErrors.unknownFormat(file, found.strip(), FORMAT.strip());
    }
    return true;
  }

  private String read(Path file) throws IOException {
    try (Disk.DiskFile in = disk.open(file)) {
      ByteBuffer content = ByteBuffer.allocate(MAX_FORMAT_BYTES);
      in.read(content, 0);
      return StandardCharsets.UTF_8.decode(content.flip()).toString();
    }
  }

  private void writeFormat() throws IOException {
    Path draft = dir.resolve("FORMAT.new");
    try (Disk.DiskFile out = disk.open(draft)) {
      out.truncate(0);
      out.write(StandardCharsets.UTF_8.encode(FORMAT), 0);
      out.force();
    }
    disk.move(draft, dir.resolve("FORMAT"));
    disk.forceDirectory(dir);
  }

  private Engine openEngine(boolean mayCreate) {
    EngineOptions options = new EngineOptions(settings, mayCreate);
    try {
      return new Engine(dir, RocksDB.open(options.get(), dir.resolve("db").toString()), options);
    } catch (RocksDBException e) {
      options.close();
      throw RocksErrors.opening(dir, e);
    }
  }

  private RocksStore store(Engine engine) {
    try {
      if (engine.diskBytes() <= settings.verifyBytes()) {
        engine.verify();
      }
      Head head = head(engine);
      clearOtherGenerations(engine, head.generation());
      return new RocksStore(engine, Writer.of(engine, head));
    } catch (RocksDBException e) {
      throw RocksErrors.calling(dir, e);
    }
  }

  private Head head(Engine engine) {
    byte[] stored = engine.get(Head.KEY);
    if (stored == null) {
      if (isPresent(engine, 1, 256)) {
        throw RocksErrors.corrupt(dir, "it has entries, but no head", null);
      }
      return Head.empty(1);
    }
    try {
      return Head.decode(stored);
    } catch (IllegalArgumentException e) {
      throw RocksErrors.corrupt(dir, RocksErrors.text(e), e);
    }
  }

  private static void clearOtherGenerations(Engine engine, int generation) throws RocksDBException {
    clear(engine, 1, generation);
    clear(engine, generation + 1, 256);
  }

  private static void clear(Engine engine, int from, int to) throws RocksDBException {
    if (from < to && isPresent(engine, from, to)) {
      try (WriteBatch batch = new WriteBatch()) {
        batch.deleteRange(Keys.start(from), Keys.start(to));
        engine.write(batch);
      }
    }
  }

  private static boolean isPresent(Engine engine, int from, int to) {
    try (RocksScan scan = engine.scan(null, Keys.start(from), Keys.start(to))) {
      return scan.hasNext();
    }
  }

  private MeshException unusable(IOException e) {
    return MeshException.of(
            Status.INTERNAL,
            "CMESH-STA-005",
            "state/rocksdb: " + dir + " cannot be used: " + RocksErrors.text(e))
        .hint("Check that the directory belongs to the node's user and that its disk has room.")
        .cause(e)
        .build();
  }
}
