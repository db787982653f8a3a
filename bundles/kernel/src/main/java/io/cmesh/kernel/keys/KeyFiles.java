package io.cmesh.kernel.keys;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/**
 * Files that only the node's user may read (mode 0600), replaced whole. They do not go through the
 * node's {@code Disk}: keys are local, and no simulator may make up or lose them.
 */
final class KeyFiles {
  private static final long MAX_BYTES = 1024 * 1024;

  private KeyFiles() {}

  static boolean exists(Path file) {
    return Files.exists(file);
  }

  /** Reads a file; refuses one that others may read or that is far too large. */
  static String read(Path file) {
    try {
      requirePrivate(file);
      long size = Files.size(file);
      if (size > MAX_BYTES) {
        throw KeyErrors.notAKey(file, size + " bytes", null);
      }
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw KeyErrors.io(file, e);
    }
  }

  /** Writes a file beside and renames it into place; on disk when it returns. */
  static void write(Path file, String text) {
    Path directory = parent(file);
    Path next = directory.resolve(file.getFileName() + ".new");
    try {
      Files.createDirectories(directory, mode(directory, "rwx------"));
      // One that a crash left may have been written half, or with another mode.
      Files.deleteIfExists(next);
      Files.createFile(next, mode(directory, "rw-------"));
      writeAll(next, text);
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
      force(directory);
    } catch (IOException e) {
      throw KeyErrors.io(file, e);
    }
  }

  private static void writeAll(Path file, String text) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      ByteBuffer buffer = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
  }

  private static void force(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static void requirePrivate(Path file) throws IOException {
    if (!hasModes(file)) {
      return;
    }
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
    Set<PosixFilePermission> others = EnumSet.allOf(PosixFilePermission.class);
    others.removeAll(PosixFilePermissions.fromString("rwx------"));
    others.retainAll(permissions);
    if (!others.isEmpty()) {
      throw KeyErrors.readableByOthers(file, PosixFilePermissions.toString(permissions));
    }
  }

  private static FileAttribute<?>[] mode(Path directory, String mode) {
    return hasModes(directory)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))
        }
        : new FileAttribute<?>[0];
  }

  private static boolean hasModes(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  private static Path parent(Path file) {
    Path absolute = file.toAbsolutePath();
    Path parent = absolute.getParent();
    return parent == null ? absolute : parent;
  }
}
