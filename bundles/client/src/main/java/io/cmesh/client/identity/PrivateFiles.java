package io.cmesh.client.identity;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** Files that only their owner may read; where the file system knows no modes, plain files. */
final class PrivateFiles {
  private static final int MAX_BYTES = 64 * 1024;

  private PrivateFiles() {}

  /**
   * Writes beside and links into place, so that the file is there whole or not at all, and never
   * replaces another.
   */
  static void create(Path file, byte[] content) throws IOException {
    Path target = file.toAbsolutePath();
    Path directory = parent(target);
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(directory, mode(directory, "rwx------"));
    }
    Path temporary = Files.createTempFile(directory, ".new-", "", mode(directory, "rw-------"));
    try {
      write(temporary, content);
      place(temporary, target);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static void write(Path file, byte[] content) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      ByteBuffer buffer = ByteBuffer.wrap(content);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
  }

  private static void place(Path temporary, Path target) throws IOException {
    try {
      Files.createLink(target, temporary);
    } catch (UnsupportedOperationException e) {
      if (Files.exists(target)) {
        FileAlreadyExistsException exists = new FileAlreadyExistsException(target.toString());
        exists.addSuppressed(e);
        throw exists;
      }
      Files.move(temporary, target);
    }
  }

  static void requirePrivate(Path file) throws IOException {
    if (!hasModes(file)) {
      return;
    }
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
    Set<PosixFilePermission> others = EnumSet.allOf(PosixFilePermission.class);
    others.removeAll(PosixFilePermissions.fromString("rwx------"));
    others.retainAll(permissions);
    if (!others.isEmpty()) {
      throw IdentityErrors.readableByOthers(file, PosixFilePermissions.toString(permissions));
    }
  }

  static String readText(Path file) throws IOException {
    long size = Files.size(file);
    if (size > MAX_BYTES) {
      throw IdentityErrors.notARoot(size + " bytes", null);
    }
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
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

  private static Path parent(Path absolute) {
    Path parent = absolute.getParent();
    return parent == null ? absolute : parent;
  }
}
