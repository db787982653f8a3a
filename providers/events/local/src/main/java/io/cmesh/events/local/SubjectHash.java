package io.cmesh.events.local;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A keyed 64-bit hash of subjects, evenly spread over all 64 bits.
 *
 * <p>Keyed, so that nobody outside can choose subjects that collide and make lookups slow. It is
 * quick rather than cryptographic: a collision costs time, never a wrong answer, because who finds
 * an event by hash compares the subject.
 */
final class SubjectHash {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long STEP = 0x9E3779B97F4A7C15L;

  private final long key;

  SubjectHash(long key) {
    this.key = key;
  }

  /** Hashes {@code length} bytes from {@code offset}. */
  long of(byte[] bytes, int offset, int length) {
    long hash = key ^ (length * STEP);
    int end = offset + length;
    int i = offset;
    for (; i + Long.BYTES <= end; i += Long.BYTES) {
      hash = mix(hash ^ (long) LONGS.get(bytes, i)) + key;
    }
    long rest = 0;
    for (; i < end; i++) {
      rest = (rest << 8) | (bytes[i] & 0xFF);
    }
    return mix(mix(hash ^ rest) + key);
  }

  /** The finalizer of SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Generators). */
  private static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
