package io.cmesh.state.rocksdb;

import io.cmesh.api.Bytes;
import io.cmesh.api.state.Versioned;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** How a value is stored: {@code [version, 8 bytes big-endian][value]}. */
final class Values {
  private Values() {}

  static byte[] encode(Bytes value, long version) {
    return ByteBuffer.allocate(Long.BYTES + value.size())
        .putLong(version)
        .put(value.unsafeArray())
        .array();
  }

  static Versioned decode(byte[] stored) {
    return new Versioned(valueOf(stored), versionOf(stored));
  }

  static long versionOf(byte[] stored) {
    return ByteBuffer.wrap(stored).getLong();
  }

  static Bytes valueOf(byte[] stored) {
    return Bytes.wrap(Arrays.copyOfRange(stored, Long.BYTES, stored.length));
  }
}
