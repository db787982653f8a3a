package io.cmesh.audit;

import io.cmesh.api.Bytes;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * One entry. Its bytes: format version u8, kind u8 (ASCII), time u64 (milliseconds since the
 * epoch), id (16 bytes), then the hash; big-endian.
 *
 * @param kind {@code m} a message, {@code c} a control action, {@code g} a gap
 * @param id of the message
 * @param timeMillis milliseconds since the epoch
 * @param finalHash the hash of the message's last layer
 */
record Leaf(char kind, UUID id, long timeMillis, Bytes finalHash) {
  private static final byte VERSION = 1;
  private static final int PREFIX_BYTES = 2 + Long.BYTES + 2 * Long.BYTES;
  private static final int MOST_HASH_BYTES = 64;

  /** The longest. */
  static final int MOST_BYTES = PREFIX_BYTES + MOST_HASH_BYTES;

  /** Refuses other kinds and what is no hash with {@link IllegalArgumentException}. */
  Leaf {
    if (kind != 'm' && kind != 'c' && kind != 'g') {
      throw new IllegalArgumentException("kind: " + kind + " (expected: m, c or g)");
    }
    if (finalHash.size() > MOST_HASH_BYTES) {
      throw new IllegalArgumentException(
          "finalHash: " + finalHash.size() + " bytes (expected: <= " + MOST_HASH_BYTES + ")");
    }
  }

  Bytes encode() {
    ByteBuffer leaf = ByteBuffer.allocate(PREFIX_BYTES + finalHash.size());
    leaf.put(VERSION).put((byte) kind).putLong(timeMillis);
    leaf.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    leaf.put(finalHash.unsafeArray());
    return Bytes.wrap(leaf.array());
  }

  static Leaf decode(Bytes bytes) {
    if (bytes.size() < PREFIX_BYTES || bytes.size() > MOST_BYTES || bytes.at(0) != VERSION) {
      throw new MeshException(
          Status.INTERNAL,
          "CMESH-AUD-001",
          "audit leaf: " + bytes + " (expected: format version " + VERSION + ")",
          "Read it with the version of CMesh that wrote it");
    }
    return new Leaf(
        (char) bytes.at(1),
        new UUID(bytes.longAt(2 + Long.BYTES), bytes.longAt(2 + 2 * Long.BYTES)),
        bytes.longAt(2),
        bytes.slice(PREFIX_BYTES, bytes.size()));
  }
}
