package io.cmesh.api.message;

import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Makes message ids: UUIDs of version 7 (RFC 9562 §5.7), so that ids sort by the time they were
 * made.
 */
public final class MessageId {
  private MessageId() {}

  /** A new id from the milliseconds since the epoch and 74 random bits. */
  public static UUID next(long epochMillis, RandomGenerator random) {
    long high = (epochMillis << 16) | 0x7000L | (random.nextLong() & 0x0FFFL);
    long low = (random.nextLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
    return new UUID(high, low);
  }

  /** The sixteen bytes of an id, big-endian. */
  public static byte[] bytes(UUID id) {
    return ByteBuffer.allocate(16)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .array();
  }
}
