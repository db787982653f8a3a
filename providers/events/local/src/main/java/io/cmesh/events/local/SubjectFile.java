package io.cmesh.events.local;

import io.cmesh.api.provider.Disk;
import io.cmesh.api.provider.Disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The {@link SubjectTable} of a sealed segment, on disk: so memory does not grow with the number of
 * subjects.
 *
 * <p>A header of 32 bytes (magic, format version, first sequence, last sequence, entries, CRC-32C
 * of these) and entries of 12 bytes (hash, ordinal) in unsigned order of their hashes. Hashes are
 * evenly spread, so where one lies is guessed from its value, and a lookup mostly reads one window.
 * Written beside and renamed: a file that is there is whole. Lookups from any thread.
 */
final class SubjectFile implements AutoCloseable {
  private static final int MAGIC = 0x434D5349; // CMSI
  private static final int VERSION = 1;
  private static final int HEADER = 32;
  private static final int ENTRY = 12;
  private static final int WINDOW = 512;
  private static final int WRITE_ENTRIES = 8192;

  private final DiskFile file;
  private final long base;
  private final int count;

  private SubjectFile(DiskFile file, long base, int count) {
    this.file = file;
    this.base = base;
    this.count = count;
  }

  /** Writes entries durably and opens the file. */
  static SubjectFile write(Disk disk, Path path, SubjectTable.Sorted entries, long last)
      throws IOException {
    Path beside = path.resolveSibling(path.getFileName() + ".new");
    disk.delete(beside);
    try (DiskFile file = disk.open(beside)) {
      file.write(header(entries, last), 0);
      writeEntries(file, entries);
      file.force();
    }
    disk.move(beside, path);
    return open(disk, path, entries.base(), last)
        .orElseThrow(() -> new IOException(path + ": not as it was written"));
  }

  private static ByteBuffer header(SubjectTable.Sorted entries, long last) {
    ByteBuffer header = ByteBuffer.allocate(HEADER);
    header.putInt(MAGIC).putInt(VERSION).putLong(entries.base()).putLong(last);
    header.putInt(entries.size());
    header.putInt(checksum(header));
    return header.flip();
  }

  private static int checksum(ByteBuffer header) {
    CRC32C crc = new CRC32C();
    crc.update(header.slice(0, HEADER - Integer.BYTES));
    return (int) crc.getValue();
  }

  private static void writeEntries(DiskFile file, SubjectTable.Sorted entries) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(WRITE_ENTRIES * ENTRY);
    long position = HEADER;
    int count = entries.size();
    for (int i = 0; i < count; i++) {
      buffer.putLong(entries.hash(i)).putInt(entries.ordinal(i));
      if (!buffer.hasRemaining() || i == count - 1) {
        buffer.flip();
        int length = buffer.remaining();
        file.write(buffer, position);
        position += length;
        buffer.clear();
      }
    }
  }

  /**
   * Opens the file of the segment from {@code base} to {@code last}; empty where there is none or
   * it is another's or not whole, so that it must be made again.
   */
  static Optional<SubjectFile> open(Disk disk, Path path, long base, long last) throws IOException {
    if (!disk.exists(path)) {
      return Optional.empty();
    }
    DiskFile file = disk.open(path);
    ByteBuffer header = ByteBuffer.allocate(HEADER);
    boolean whole = file.read(header, 0) == HEADER;
    header.flip();
    if (whole
        && header.getInt() == MAGIC
        && header.getInt() == VERSION
        && header.getLong() == base
        && header.getLong() == last) {
      int count = header.getInt();
      if (header.getInt() == checksum(header) && file.size() == HEADER + (long) count * ENTRY) {
        return Optional.of(new SubjectFile(file, base, count));
      }
    }
    file.close();
    return Optional.empty();
  }

  /** The segment's first sequence. */
  long base() {
    return base;
  }

  /** The newest sequence with this hash; 0 where there is none. */
  long get(long hash) throws IOException {
    long low = 0;
    long high = count;
    long guess = multiplyHighUnsigned(hash, count);
    while (low < high) {
      long start = Math.max(low, Math.min(guess - WINDOW / 2, high - WINDOW));
      int length = (int) Math.min(WINDOW, high - start);
      ByteBuffer window = read(start, length);
      if (Long.compareUnsigned(hash, window.getLong(0)) < 0) {
        high = start;
        guess = start - WINDOW / 2;
      } else if (Long.compareUnsigned(hash, window.getLong((length - 1) * ENTRY)) > 0) {
        low = start + length;
        guess = low + WINDOW / 2;
      } else {
        return search(window, length, hash);
      }
    }
    return 0;
  }

  private ByteBuffer read(long start, int length) throws IOException {
    ByteBuffer window = ByteBuffer.allocate(length * ENTRY);
    if (file.read(window, HEADER + start * ENTRY) < length * ENTRY) {
      throw new IOException("subject index of segment " + base + " ends early");
    }
    return window;
  }

  private long search(ByteBuffer window, int length, long hash) {
    int low = 0;
    int high = length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = Long.compareUnsigned(window.getLong(middle * ENTRY), hash);
      if (order == 0) {
        return base + window.getInt(middle * ENTRY + Long.BYTES) - 1;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return 0;
  }

  private static long multiplyHighUnsigned(long unsigned, long positive) {
    return Math.multiplyHigh(unsigned, positive) + (unsigned < 0 ? positive : 0);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
