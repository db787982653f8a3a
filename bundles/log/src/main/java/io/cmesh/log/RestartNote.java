package io.cmesh.log;

import io.cmesh.api.provider.Disk;
import io.cmesh.api.provider.Disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * The file {@code restart} in a log's directory: while it is there, what is before its number is
 * being deleted, and the log begins with that number. So a crash on the way leaves the log as it
 * was or restarted, never a hole.
 *
 * <p>"CMESHRST", number u64, CRC-32C of both. Written beside, forced and renamed: it is whole.
 */
final class RestartNote {
  static final String NAME = "restart";

  private static final byte[] MAGIC = "CMESHRST".getBytes(StandardCharsets.US_ASCII);
  private static final int BYTES = MAGIC.length + Long.BYTES + Integer.BYTES;

  private RestartNote() {}

  /** Notes it, not yet durably: that is decided by forcing the directory. */
  static void write(Disk disk, Path dir, long first) throws IOException {
    Path beside = beside(dir);
    disk.delete(beside);
    try (DiskFile file = disk.open(beside)) {
      file.write(content(first), 0);
      file.force();
    } catch (IOException e) {
      disk.delete(beside);
      throw e;
    }
    disk.move(beside, dir.resolve(NAME));
  }

  private static Path beside(Path dir) {
    return dir.resolve(NAME + ".new");
  }

  private static ByteBuffer content(long first) {
    ByteBuffer content = ByteBuffer.allocate(BYTES);
    content.put(MAGIC).putLong(first);
    return content.putInt(checksum(content)).flip();
  }

  private static int checksum(ByteBuffer content) {
    CRC32C crc = new CRC32C();
    crc.update(content.slice(0, BYTES - Integer.BYTES));
    return (int) crc.getValue();
  }

  /** The number noted; 0 where there is no whole note. Throws CMESH-LOG-001 where it is damaged. */
  static long read(Disk disk, Path dir) throws IOException {
    disk.delete(beside(dir));
    Path path = dir.resolve(NAME);
    if (!disk.exists(path)) {
      return 0;
    }
    try (DiskFile file = disk.open(path)) {
      ByteBuffer found = ByteBuffer.allocate(BYTES);
      int count = file.read(found, 0);
      long first = found.getLong(MAGIC.length);
      if (count != BYTES
          || file.size() != BYTES
          || first < 1
          || !content(first).equals(found.flip())) {
        throw LogErrors.damaged(path, 0, "it does not say where the log begins");
      }
      return first;
    }
  }

  /** Forgets it, once what it asked for is done and durable. */
  static void delete(Disk disk, Path dir) throws IOException {
    disk.forceDirectory(dir);
    disk.delete(dir.resolve(NAME));
    disk.forceDirectory(dir);
  }
}
