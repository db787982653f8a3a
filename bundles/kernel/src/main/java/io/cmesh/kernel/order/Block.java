package io.cmesh.kernel.order;

import io.cmesh.api.Bytes;
import io.cmesh.kernel.bytes.ByteReader;
import io.cmesh.kernel.bytes.ByteWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * A group of commands committed together, as the chain keeps it.
 *
 * @param number from 1
 * @param parent the hash of the block before it; 32 zero bytes for the first
 * @param stateDigest of the state that its commands were applied to, which is what its parent came
 *     to
 * @param proposer the node that proposed it
 * @param timeMillis when
 * @param firstIndex of its first command
 * @param transactions SHA-256 of each command
 */
public record Block(
    long number,
    Bytes parent,
    Bytes stateDigest,
    String proposer,
    long timeMillis,
    long firstIndex,
    List<Bytes> transactions) {
  /** Where blocks lie in state; left out of the digest. */
  public static final String NAMESPACE = "~blocks";

  private static final int FORMAT = 1;

  /** Its bytes; its hash is their SHA-256. */
  Bytes encode() {
    ByteWriter out = new ByteWriter(160 + transactions.size() * 36);
    out.u8(FORMAT).i64(number).bytes(parent).bytes(stateDigest).text(proposer).i64(timeMillis);
    out.i64(firstIndex).i32(transactions.size());
    transactions.forEach(out::bytes);
    return out.toBytes();
  }

  /** From its bytes. */
  public static Block decode(Bytes bytes) {
    ByteReader in = new ByteReader(bytes);
    int format = in.u8();
    if (format != FORMAT) {
      throw new IllegalStateException("block of format " + format + " (expected: " + FORMAT + ")");
    }
    long number = in.i64();
    Bytes parent = in.bytes();
    Bytes digest = in.bytes();
    String proposer = in.text();
    long time = in.i64();
    long first = in.i64();
    int count = in.i32();
    List<Bytes> transactions = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      transactions.add(in.bytes());
    }
    return new Block(number, parent, digest, proposer, time, first, transactions);
  }

  /** The hash of a block's bytes. */
  public static Bytes hash(Bytes encoded) {
    return Hashes.sha256(encoded);
  }
}
