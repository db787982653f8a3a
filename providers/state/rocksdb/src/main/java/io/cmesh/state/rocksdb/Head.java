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
 */
record Head(int generation, long index, Bytes digestState) {
  static final byte[] KEY = {0, 'h'};

  private static final int BYTES = 1 + Long.BYTES + StateDigest.STATE_BYTES;

  static Head empty(int generation) {
    return new Head(generation, 0, new StateDigest().state());
  }

  /** The generation after this one; 255 is followed by 1. */
  int nextGeneration() {
    return generation % 255 + 1;
  }

  Bytes digest() {
    return new StateDigest(digestState).value();
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
    return new Head(generation, index, Bytes.copyOf(in));
  }
}
