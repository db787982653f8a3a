package io.cmesh.kernel.order;

import io.cmesh.api.Bytes;
import io.cmesh.api.command.Command;
import io.cmesh.kernel.bytes.ByteReader;
import io.cmesh.kernel.bytes.ByteWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * Commands that are committed together: one entry of the log, one block.
 *
 * @param boot a random number of the proposing process: tells its entries from those of an earlier
 *     run
 * @param number of the group in that process
 * @param proposer the node
 * @param timeMillis when it was proposed
 * @param commands in order
 */
record Group(long boot, long number, String proposer, long timeMillis, List<Item> commands) {
  private static final int FORMAT = 1;

  /** A command and its bytes, which its transaction hash covers. */
  record Item(Command command, Bytes encoded) {
    Item(Command command) {
      this(command, CommandCodec.encode(command));
    }
  }

  Bytes encode() {
    int size = 64 + commands.stream().mapToInt(item -> item.encoded.size() + 4).sum();
    ByteWriter out = new ByteWriter(size);
    out.u8(FORMAT).i64(boot).i64(number).text(proposer).i64(timeMillis).i32(commands.size());
    commands.forEach(item -> out.bytes(item.encoded));
    return out.toBytes();
  }

  static Group decode(Bytes bytes) {
    ByteReader in = new ByteReader(bytes);
    int format = in.u8();
    if (format != FORMAT) {
      throw new IllegalArgumentException(
          "log entry of format " + format + " (expected: " + FORMAT + ")");
    }
    long boot = in.i64();
    long number = in.i64();
    String proposer = in.text();
    long time = in.i64();
    int count = in.i32();
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Bytes encoded = in.bytes();
      items.add(new Item(CommandCodec.decode(encoded), encoded));
    }
    return new Group(boot, number, proposer, time, items);
  }
}
