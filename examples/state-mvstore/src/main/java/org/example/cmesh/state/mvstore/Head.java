package org.example.cmesh.state.mvstore;

import io.cmesh.api.Bytes;
import io.cmesh.api.state.StateDigest;
import java.nio.ByteBuffer;

/**
 * How the store stands; written together with what it tells of.
 *
 * @param generation which map holds the entries: a load fills the next one
 * @param index of the last batch
 * @param digestState the running sum of {@link StateDigest}
 */
record Head(int generation, long index, Bytes digestState) {
  static Head empty(int generation) {
    return new Head(generation, 0, new StateDigest().state());
  }

  /** The digest of one entry that is always the same: another where digests are reckoned anew. */
  static Bytes probe() {
    StateDigest digest = new StateDigest();
    digest.add("probe", Bytes.hex("01"), Bytes.hex("02"), 3);
    return digest.value();
  }

  Bytes digest() {
    return new StateDigest(digestState).value();
  }

  byte[] encode() {
    return ByteBuffer.allocate(Integer.BYTES + Long.BYTES + digestState.size())
        .putInt(generation)
        .putLong(index)
        .put(digestState.unsafeArray())
        .array();
  }

  static Head decode(byte[] stored) {
    ByteBuffer from = ByteBuffer.wrap(stored);
    int generation = from.getInt();
    long index = from.getLong();
    return new Head(generation, index, Bytes.copyOf(from));
  }
}
