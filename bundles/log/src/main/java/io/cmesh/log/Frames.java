package io.cmesh.log;

import io.cmesh.api.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * The bytes of a segment, big-endian.
 *
 * <pre>
 * header   "CMESHLOG", format version u32, format name (16 bytes, 0-filled), first sequence u64, crc u32
 * record   length u32, crc u32 of (length, sequence u64, bytes), bytes
 * mark     0x8000_0001, crc u32, its own offset u64, offset u64 up to which the file was forced
 * seal     0x8000_0002, crc u32, its own offset u64, last sequence u64; nothing follows
 * </pre>
 *
 * <p>The length stands in the checksum because the checksum of nothing is 0: a run of zeros, as a
 * crash leaves it, would be a run of empty records otherwise. A mark is what tells damage from a
 * torn tail: bytes before a place that was forced cannot be torn.
 */
final class Frames {
  static final int VERSION = 1;
  static final int HEADER_BYTES = 40;
  static final int RECORD_OVERHEAD = 8;
  static final int CONTROL_BYTES = 24;
  static final int MARK = 0x8000_0001;
  static final int SEAL = 0x8000_0002;

  static final byte[] MAGIC = "CMESHLOG".getBytes(StandardCharsets.US_ASCII);

  private Frames() {}

  static ByteBuffer header(String format, long firstSequence) {
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
    header.put(MAGIC).putInt(VERSION).put(format.getBytes(StandardCharsets.US_ASCII));
    header.position(MAGIC.length + Integer.BYTES + LogOptions.FORMAT_BYTES);
    header.putLong(firstSequence);
    header.putInt(headerChecksum(header.array()));
    return header.flip();
  }

  static int headerChecksum(byte[] header) {
    CRC32C crc = new CRC32C();
    crc.update(header, 0, HEADER_BYTES - Integer.BYTES);
    return (int) crc.getValue();
  }

  static void putRecord(ByteBuffer into, Bytes record, int checksum) {
    into.putInt(record.size()).putInt(checksum).put(record.unsafeArray());
  }

  static void putControl(ByteBuffer into, int kind, long position, long value) {
    into.putInt(kind).putInt(controlChecksum(kind, position, value));
    into.putLong(position).putLong(value);
  }

  static int controlChecksum(int kind, long position, long value) {
    CRC32C crc = new CRC32C();
    crc.update(
        ByteBuffer.allocate(Integer.BYTES + 2 * Long.BYTES)
            .putInt(kind)
            .putLong(position)
            .putLong(value)
            .flip());
    return (int) crc.getValue();
  }

  /** Checksums of records; keeps its tools, so one thread at a time. */
  static final class Checksum {
    private final CRC32C crc = new CRC32C();
    private final byte[] prefix = new byte[Integer.BYTES + Long.BYTES];
    private final ByteBuffer prefixBuffer = ByteBuffer.wrap(prefix);

    int of(long sequence, byte[] array, int offset, int length) {
      prefixBuffer.putInt(0, length).putLong(Integer.BYTES, sequence);
      crc.reset();
      crc.update(prefix, 0, prefix.length);
      crc.update(array, offset, length);
      return (int) crc.getValue();
    }
  }
}
