package io.cmesh.doors.miner;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.zip.CRC32C;

/**
 * Which file it is, whatever it is called now: its key in the file system (device and inode), and
 * how it begins, since a key is used again once a file is deleted.
 *
 * @param key without white space
 * @param headBytes how many bytes of the beginning the checksum covers
 */
record FileMark(String key, int headBytes, long headChecksum) {
  private static final int HEAD = 256;

  /** The mark of an open file of which {@code known} bytes are known to stay. */
  static FileMark of(String key, FileChannel channel, long known) throws IOException {
    int length = (int) Math.min(HEAD, known);
    return new FileMark(key, length, checksum(channel, length));
  }

  /** Whether a file is the one that was marked. */
  boolean marks(Path file) throws IOException {
    return Files.isRegularFile(file) && keyOf(file).equals(key) && begins(file);
  }

  /** Whether a file begins as the one that was marked: so does a copy of it. */
  boolean marksCopy(Path file, long leastBytes) throws IOException {
    return headBytes > 0
        && Files.isRegularFile(file)
        && Files.size(file) >= leastBytes
        && begins(file);
  }

  private boolean begins(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      return channel.size() >= headBytes && checksum(channel, headBytes) == headChecksum;
    }
  }

  /** The key of whatever lies at a path now. */
  static String keyOf(Path file) throws IOException {
    Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    return key == null ? "none" : key.toString().replaceAll("\\s", "");
  }

  private static long checksum(FileChannel channel, int length) throws IOException {
    ByteBuffer head = ByteBuffer.allocate(length);
    while (head.hasRemaining() && channel.read(head, head.position()) >= 0) {
      // until it is full or the file ends
    }
    CRC32C crc = new CRC32C();
    crc.update(head.flip());
    return crc.getValue();
  }
}
