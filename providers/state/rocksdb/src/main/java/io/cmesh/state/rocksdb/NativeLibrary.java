package io.cmesh.state.rocksdb;

import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDB;
import org.rocksdb.util.Environment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads RocksDB's native library, once for each class loader of RocksDB.
 *
 * <p>The JVM loads libraries from files only. The distribution has them unpacked: nothing is
 * written, and nodes on one machine share the pages. Elsewhere, or where another class loader of
 * this JVM has loaded that file, a copy is unpacked below the instance's directory and deleted as
 * soon as it is loaded, which the systems we support allow; what a kill underway left is deleted by
 * the next load. RocksDB's own loader would leave a copy in the temp folder at each kill.
 */
final class NativeLibrary {
  private static final Logger LOG = LoggerFactory.getLogger(NativeLibrary.class);

  private static boolean loaded;

  private NativeLibrary() {}

  /** Loads it unless it is: from {@code shared}, or unpacked below {@code dir}. */
  static synchronized void load(@Nullable Path shared, Path dir) {
    if (!loaded) {
      if (shared == null || !loadFrom(shared)) {
        loadCopy(dir.resolve("native"));
      }
      loaded = true;
    }
  }

  private static boolean loadFrom(Path shared) {
    if (!Files.exists(shared.resolve(fileName()))) {
      return false;
    }
    try {
      RocksDB.loadLibrary(List.of(shared.toString()));
      return true;
    } catch (UnsatisfiedLinkError e) {
      LOG.debug("{} is not loaded from {}: unpacking a copy", fileName(), shared, e);
      return false;
    }
  }

  private static void loadCopy(Path scratch) {
    try {
      deleteAll(scratch);
      RocksDB.loadLibrary(List.of(unpack(scratch).toString()));
      deleteAll(scratch);
    } catch (IOException | UnsatisfiedLinkError e) {
      throw unavailable(e);
    }
  }

  /**
   * What {@code RocksDB.loadLibrary(paths)} looks for, which is not what the resource is called.
   */
  private static String fileName() {
    return Environment.getJniLibraryFileName("rocksdbjni");
  }

  /**
   * A directory name of its own each time: a JVM refuses to load one path for two class loaders.
   */
  private static Path unpack(Path parent) throws IOException {
    String name = Environment.getJniLibraryFileName("rocksdb");
    Files.createDirectories(parent);
    Path dir = Files.createTempDirectory(parent, "load-");
    try (InputStream in = resource(name)) {
      if (in == null) {
        throw new IOException("no native library " + name + " for this system");
      }
      Files.copy(in, dir.resolve(fileName()));
    }
    return dir;
  }

  private static @Nullable InputStream resource(String name) {
    return RocksDB.class.getResourceAsStream("/" + name);
  }

  private static void deleteAll(Path root) throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    List<Path> found;
    try (Stream<Path> walk = Files.walk(root)) {
      found = walk.sorted((a, b) -> b.compareTo(a)).toList();
    }
    for (Path path : found) {
      Files.delete(path);
    }
  }

  private static MeshException unavailable(Throwable cause) {
    return MeshException.of(
            Status.INTERNAL,
            "CMESH-STA-006",
            "state/rocksdb: its native library does not load: " + RocksErrors.text(cause))
        .hint(
            "It runs on Linux with glibc (x86-64, aarch64) and on macOS; elsewhere set state ="
                + " memory in etc/io.cmesh.roles.cfg.")
        .cause(cause)
        .build();
  }
}
