package io.cmesh.api.iam;

import io.cmesh.api.Bytes;
import io.cmesh.api.message.MessageId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * A session as it lies in state, namespace {@link #NAMESPACE}, under the sixteen bytes of its id:
 * format version 1, whether revoked, opening and expiry in milliseconds since the epoch, the DID.
 * Also the body of {@code session.open/1}, behind the id.
 */
public record SessionRecord(String did, long openedMillis, long expiresMillis, boolean revoked) {
  /** The namespace of sessions. */
  public static final String NAMESPACE = "sessions";

  private static final byte FORMAT = 1;

  /** The key of a session. */
  public static Bytes key(UUID session) {
    return Bytes.wrap(MessageId.bytes(session));
  }

  /** As bytes. */
  public Bytes encode() {
    byte[] text = did.getBytes(StandardCharsets.UTF_8);
    return Bytes.wrap(
        ByteBuffer.allocate(2 + 16 + text.length)
            .put(FORMAT)
            .put((byte) (revoked ? 1 : 0))
            .putLong(openedMillis)
            .putLong(expiresMillis)
            .put(text)
            .array());
  }

  /** From bytes; throws {@link IllegalStateException} for a format it does not know. */
  public static SessionRecord decode(Bytes value) {
    ByteBuffer b = value.toBuffer();
    byte format = b.get();
    if (format != FORMAT) {
      throw new IllegalStateException(
          "session of format " + format + " (expected: " + FORMAT + ")");
    }
    boolean revoked = b.get() == 1;
    long opened = b.getLong();
    long expires = b.getLong();
    byte[] did = new byte[b.remaining()];
    b.get(did);
    return new SessionRecord(new String(did, StandardCharsets.UTF_8), opened, expires, revoked);
  }

  /** Whether a request at {@code nowMillis} may come in by it. */
  public boolean isOpen(long nowMillis) {
    return !revoked && nowMillis < expiresMillis;
  }
}
