package org.example.cmesh.state.mvstore;

import io.cmesh.api.Bytes;
import io.cmesh.api.state.Versioned;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** A value as it is stored: eight bytes of version, big-endian, then the value. */
final class Values {
  private Values() {}

  static byte[] encode(Bytes value, long version) {
    return ByteBuffer.allocate(Long.BYTES + value.size())
        .putLong(version)
        .put(value.unsafeArray())
        .array();
  }

  static Bytes valueOf(byte[] stored) {
    return Bytes.wrap(Arrays.copyOfRange(stored, Long.BYTES, stored.length));
  }

  static long versionOf(byte[] stored) {
    return ByteBuffer.wrap(stored).getLong();
  }

  static Versioned decode(byte[] stored) {
    return new Versioned(valueOf(stored), versionOf(stored));
  }
}
