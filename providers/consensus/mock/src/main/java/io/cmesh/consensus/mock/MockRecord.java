package io.cmesh.consensus.mock;

import io.cmesh.api.Bytes;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import java.nio.ByteBuffer;

/**
 * A record of the log: format version u8, leader u8, confirmations u8, length of the proposer's
 * name u8, the name in UTF-8, the data.
 *
 * @param leader the member that led, from 0
 * @param confirmations how many members confirmed it: all there were
 * @param proposer who proposed it
 * @param data as proposed
 */
record MockRecord(int leader, int confirmations, String proposer, Bytes data) {
  /** The most data of a proposal. */
  static final int MOST_DATA_BYTES = 4 << 20;

  private static final byte VERSION = 1;
  private static final int PREFIX_BYTES = 4;
  private static final int MOST_NAME_BYTES = 255;

  /** The longest record. */
  static final int MOST_BYTES = PREFIX_BYTES + MOST_NAME_BYTES + MOST_DATA_BYTES;

  Bytes encode() {
    Bytes name = Bytes.utf8(proposer);
    int nameBytes = Math.min(name.size(), MOST_NAME_BYTES);
    ByteBuffer record = ByteBuffer.allocate(PREFIX_BYTES + nameBytes + data.size());
    record.put(VERSION).put((byte) leader).put((byte) confirmations).put((byte) nameBytes);
    record.put(name.unsafeArray(), 0, nameBytes).put(data.unsafeArray());
    return Bytes.wrap(record.array());
  }

  static MockRecord decode(Bytes record) {
    if (record.size() < PREFIX_BYTES || record.at(0) != VERSION) {
      throw unreadable(record);
    }
    int nameEnd = PREFIX_BYTES + Byte.toUnsignedInt(record.at(3));
    if (nameEnd > record.size()) {
      throw unreadable(record);
    }
    return new MockRecord(
        Byte.toUnsignedInt(record.at(1)),
        Byte.toUnsignedInt(record.at(2)),
        record.slice(PREFIX_BYTES, nameEnd).utf8(),
        record.slice(nameEnd, record.size()));
  }

  private static MeshException unreadable(Bytes record) {
    return new MeshException(
        Status.INTERNAL,
        "CMESH-MCK-001",
        "log record: " + record + " (expected: format version " + VERSION + ")",
        "Start the version of CMesh that wrote this log");
  }
}
