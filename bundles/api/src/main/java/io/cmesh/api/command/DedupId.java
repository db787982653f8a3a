package io.cmesh.api.command;

import io.cmesh.api.Bytes;
import io.cmesh.api.message.MessageId;
import java.util.UUID;

/**
 * What makes a retry recognisable: a command with an id seen before is not applied again but gets
 * the first result.
 *
 * @param bytes 1 to 256 bytes
 */
public record DedupId(Bytes bytes) {
  /** Checks the length. */
  public DedupId {
    if (bytes.isEmpty() || bytes.size() > 256) {
      throw new IllegalArgumentException(
          "dedup id: " + bytes.size() + " bytes (expected: 1 to 256)");
    }
  }

  /** Of a message: its sender's DID and its id, so that nobody can use up another's ids. */
  public static DedupId ofMessage(String did, UUID id) {
    return new DedupId(Bytes.utf8(did).concat(Bytes.wrap(MessageId.bytes(id))));
  }

  /** Of line {@code line} of the mining run with this fingerprint. */
  public static DedupId ofLine(Bytes fingerprint, long line) {
    return new DedupId(fingerprint.concat(Bytes.ofLong(line)));
  }
}
