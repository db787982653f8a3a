package io.cmesh.log;

import io.cmesh.api.Bytes;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import java.nio.ByteBuffer;

/**
 * A record in the log of an embedded consensus: a head that is the provider's own and begins with a
 * format version u8, the length of the proposer's name u8, the name in UTF-8, the data.
 *
 * @param head as the provider has it
 * @param proposer who proposed it: kept, for a node may be renamed; its first 255 bytes
 * @param data as proposed
 */
public record ConsensusRecord(Bytes head, String proposer, Bytes data) {
  /** The most data of a proposal. */
  public static final int MOST_DATA_BYTES = 4 << 20;

  private static final int LENGTH_BYTES = 1;
  private static final int MOST_NAME_BYTES = 255;

  /**
   * How a provider's records begin.
   *
   * @param version the first byte of every head
   * @param headBytes how long heads are
   * @param unreadable the code of the error for a record of another version
   * @param tooLong the code of the error for too long a proposal
   */
  public record Format(byte version, int headBytes, String unreadable, String tooLong) {
    /** The longest record. */
    public int mostBytes() {
      return headBytes + LENGTH_BYTES + MOST_NAME_BYTES + MOST_DATA_BYTES;
    }

    /** Reads a record; throws 500 where it is of another version or cut short. */
    public ConsensusRecord decode(Bytes record) {
      int prefix = headBytes + LENGTH_BYTES;
      if (record.size() < prefix || record.at(0) != version) {
        throw unreadable(record);
      }
      int nameEnd = prefix + Byte.toUnsignedInt(record.at(headBytes));
      if (nameEnd > record.size()) {
        throw unreadable(record);
      }
      return new ConsensusRecord(
          record.slice(0, headBytes),
          record.slice(prefix, nameEnd).utf8(),
          record.slice(nameEnd, record.size()));
    }

    private MeshException unreadable(Bytes record) {
      return new MeshException(
          Status.INTERNAL,
          unreadable,
          "log record: " + record + " (expected: format version " + version + ")",
          "Start the version of CMesh that wrote this log");
    }

    /** The 413 for a proposal of so many bytes. */
    MeshException tooLong(int bytes) {
      return new MeshException(
          Status.TOO_LARGE,
          tooLong,
          "proposal: " + bytes + " bytes (expected: at most " + MOST_DATA_BYTES + ")");
    }
  }

  /** As it lies in the log. */
  public Bytes encode() {
    Bytes name = Bytes.utf8(proposer);
    int nameBytes = Math.min(name.size(), MOST_NAME_BYTES);
    ByteBuffer record = ByteBuffer.allocate(head.size() + LENGTH_BYTES + nameBytes + data.size());
    record.put(head.unsafeArray()).put((byte) nameBytes);
    record.put(name.unsafeArray(), 0, nameBytes).put(data.unsafeArray());
    return Bytes.wrap(record.array());
  }
}
