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

/**
 * Loads RocksDB's native library, once for each class loader of RocksDB.
 *
 * <p>The JVM loads libraries from files only. RocksDB's own loader would leave a copy in the temp
 * folder whenever a node is killed; here it is unpacked below the instance's directory and deleted
 * as soon as it is loaded, which the systems we support allow. What a kill underway left is deleted
 * by the next load.
 */
final class NativeLibrary {
  private static boolean loaded;

  private NativeLibrary() {}

  /** Loads it unless it is. Unpacks it below {@code dir}. */
  static synchronized void load(Path dir) {
    if (loaded) {
      return;
    }
    Path scratch = dir.resolve("native");
    try {
      deleteAll(scratch);
      Path unpacked = unpack(scratch);
      RocksDB.loadLibrary(List.of(unpacked.toString()));
      loaded = true;
      deleteAll(scratch);
    } catch (IOException | UnsatisfiedLinkError e) {
      throw unavailable(e);
    }
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
      // RocksDB.loadLibrary(paths) looks for this name, which differs from the resource's.
      Files.copy(in, dir.resolve(Environment.getJniLibraryFileName("rocksdbjni")));
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
