package io.cmesh.api.iam;

import io.cmesh.api.Bytes;
import io.cmesh.api.command.Attributes;
import io.cmesh.api.command.CommandDraft;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import java.util.UUID;

/**
 * The commands on sessions and the format of their bodies: {@code session.open/1} has the sixteen
 * bytes of the session's id and its {@link SessionRecord}, {@code session.revoke/1} the id alone.
 *
 * <p>Reading a malformed body throws {@link MeshException} 400 {@code CMESH-IAM-030}. Pure.
 */
public final class SessionCommands {
  /** Opens a session. */
  public static final String OPEN = "session.open/1";

  /** Ends a session. */
  public static final String REVOKE = "session.revoke/1";

  private static final int ID_BYTES = 16;
  private static final int FIXED_BYTES = ID_BYTES + 2 + 2 * Long.BYTES;
  private static final int MAX_BYTES =
      FIXED_BYTES + 256 + Attributes.MAX_COUNT * (2 + Attributes.MAX_BYTES);

  private SessionCommands() {}

  /** The command that opens a session. */
  public static CommandDraft open(UUID session, SessionRecord record) {
    return new CommandDraft(OPEN, SessionRecord.key(session).concat(record.encode()));
  }

  /** The command that ends a session. */
  public static CommandDraft revoke(UUID session) {
    return new CommandDraft(REVOKE, SessionRecord.key(session));
  }

  /** Which session the body of either command is about. */
  public static UUID session(Bytes body) {
    if (body.size() < ID_BYTES) {
      throw malformed(body.size() + " bytes");
    }
    return new UUID(body.longAt(0), body.longAt(Long.BYTES));
  }

  /** What the body of {@code session.revoke/1} says: nothing but the session. */
  public static UUID revoked(Bytes body) {
    if (body.size() != ID_BYTES) {
      throw malformed(body.size() + " bytes");
    }
    return session(body);
  }

  /** What the body of {@code session.open/1} says besides the session. */
  public static SessionRecord record(Bytes body) {
    if (body.size() <= FIXED_BYTES || body.size() > MAX_BYTES) {
      throw malformed(body.size() + " bytes");
    }
    Bytes value = body.slice(ID_BYTES, body.size());
    SessionRecord record = decode(value);
    // What does not come back byte for byte has another form than ours.
    if (record.revoked()
        || record.expiresMillis() <= record.openedMillis()
        || !DidKey.isDid(record.did())
        || !record.encode().equals(value)) {
      throw malformed("a record that no session opens with");
    }
    return record;
  }

  private static SessionRecord decode(Bytes value) {
    try {
      return SessionRecord.decode(value);
    } catch (IllegalStateException e) {
      throw malformed("a record of another format");
    }
  }

  private static MeshException malformed(String what) {
    return new MeshException(
        Status.BAD_REQUEST,
        "CMESH-IAM-030",
        "session command: " + what + " (expected: sixteen bytes of an id; to open, a record too)");
  }
}
