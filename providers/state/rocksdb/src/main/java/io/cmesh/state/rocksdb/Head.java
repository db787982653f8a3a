package io.cmesh.state.rocksdb;

import io.cmesh.api.Bytes;
import io.cmesh.api.state.StateDigest;
import java.nio.ByteBuffer;

/**
 * What every batch writes beside its entries, in the same atomic write: how far the store is.
 *
 * @param generation which entries count, 1 to 255
 * @param index of the last batch
 * @param digestState the digest's running sum at that index
 * @param digest the digest itself; not stored
 */
record Head(int generation, long index, Bytes digestState, Bytes digest) {
  static final byte[] KEY = {0, 'h'};

  private static final int BYTES = 1 + Long.BYTES + StateDigest.STATE_BYTES;

  static Head at(int generation, long index, StateDigest digest) {
    return new Head(generation, index, digest.state(), digest.value());
  }

  static Head empty(int generation) {
    return at(generation, 0, new StateDigest());
  }

  /** The generation after this one; 255 is followed by 1. */
  int nextGeneration() {
    return generation % 255 + 1;
  }

  byte[] encode() {
    return ByteBuffer.allocate(BYTES)
        .put((byte) generation)
        .putLong(index)
        .put(digestState.unsafeArray())
        .array();
  }

  /** Throws {@link IllegalArgumentException} where these are not the bytes of a head. */
  static Head decode(byte[] encoded) {
    if (encoded.length != BYTES || encoded[0] == 0) {
      throw new IllegalArgumentException(
          "head: " + encoded.length + " bytes (expected: " + BYTES + ", a generation first)");
    }
    ByteBuffer in = ByteBuffer.wrap(encoded);
    int generation = in.get() & 0xff;
    long index = in.getLong();
    return at(generation, index, new StateDigest(Bytes.copyOf(in)));
  }
}
