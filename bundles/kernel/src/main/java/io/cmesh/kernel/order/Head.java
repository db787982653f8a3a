package io.cmesh.kernel.order;

import io.cmesh.api.Bytes;
import io.cmesh.api.state.StateBatch;
import io.cmesh.api.state.StateWrite;
import io.cmesh.api.state.Versioned;
import io.cmesh.api.state.View;
import io.cmesh.kernel.bytes.ByteReader;
import io.cmesh.kernel.bytes.ByteWriter;
import java.util.List;

/**
 * Where the chain stands: lies in state, namespace {@link #NAMESPACE}, and so moves with it.
 *
 * @param epoch rises when the chain is restored or goes on with another engine
 * @param index of the last command
 * @param block the last block's number; 0 before the first
 * @param hash the last block's hash; 32 zero bytes before the first
 * @param dedupOldest the oldest block whose commands are still recognised
 */
public record Head(long epoch, long index, long block, Bytes hash, long dedupOldest) {
  /** The kernel's own replicated data. */
  public static final String NAMESPACE = "kernel";

  /** The kernel's own data on this node alone. */
  public static final String LOCAL = "~kernel";

  static final Bytes KEY = Bytes.utf8("head");

  private static final int FORMAT = 1;

  /** Before the first block. */
  public static final Head GENESIS = new Head(1, 0, 0, Bytes.wrap(new byte[32]), 1);

  /** From state. */
  public static Head read(View view) {
    Versioned value = view.get(NAMESPACE, KEY);
    if (value == null) {
      return GENESIS;
    }
    ByteReader in = new ByteReader(value.value());
    int format = in.u8();
    if (format != FORMAT) {
      throw new IllegalStateException("head of format " + format + " (expected: " + FORMAT + ")");
    }
    return new Head(in.i64(), in.i64(), in.i64(), in.bytes(), in.i64());
  }

  Bytes encode() {
    return new ByteWriter(96)
        .u8(FORMAT)
        .i64(epoch)
        .i64(index)
        .i64(block)
        .bytes(hash)
        .i64(dedupOldest)
        .toBytes();
  }

  /**
   * What makes a state that was loaded go on with a log: the next epoch, and one index on, which no
   * command has. Neither index nor block number go back where the state before was further: events
   * are known by them, and one whose id was there already would be taken for published.
   *
   * @param directory of the log
   * @param position up to which the log is behind this state
   * @param before where the state stood that this one replaces
   */
  public StateBatch nextEpoch(String directory, long position, Head before) {
    long next = Math.max(index, before.index) + 1;
    long lastBlock = Math.max(block, before.block);
    Head head = new Head(Math.max(epoch, before.epoch) + 1, next, lastBlock, hash, dedupOldest);
    return new StateBatch(
        next,
        List.of(
            new StateWrite(NAMESPACE, KEY, head.encode(), next),
            new StateWrite(LOCAL, positionKey(directory), Bytes.ofLong(position), next)));
  }

  /** The key under which the consumed position of the log in {@code directory} is kept. */
  public static Bytes positionKey(String directory) {
    return Bytes.utf8("position/" + directory);
  }

  /** The position of the log in {@code directory} up to which its entries are in this state. */
  public static long position(View view, String directory) {
    Versioned value = view.get(LOCAL, positionKey(directory));
    return value == null ? 0 : value.value().longAt(0);
  }
}
