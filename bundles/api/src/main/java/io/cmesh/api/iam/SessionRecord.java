package io.cmesh.api.iam;

import io.cmesh.api.Bytes;
import io.cmesh.api.command.Attributes;
import io.cmesh.api.message.MessageId;
import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * A session as it lies in state, namespace {@link #NAMESPACE}, under the sixteen bytes of its id.
 * Also the body of {@code session.open/1}, behind the id.
 *
 * <p>Format version 1, of a session without attributes: the version (one byte), whether revoked
 * (one byte), opening and expiry in milliseconds since the epoch (eight bytes each, big-endian),
 * the DID. Format version 2, of one with attributes: the same up to the expiry, then the DID and
 * the attributes in their order, each a length (two bytes) and UTF-8. So a record has one form.
 *
 * @param attributes what the identity disclosed, each as {@link Attributes} has it; sorted,
 *     unmodifiable
 */
public record SessionRecord(
    String did, long openedMillis, long expiresMillis, boolean revoked, Set<String> attributes) {
  /** The namespace of sessions. */
  public static final String NAMESPACE = "sessions";

  private static final byte PLAIN = 1;
  private static final byte WITH_ATTRIBUTES = 2;
  private static final int MAX_TEXT_BYTES = 1024;

  /** Keeps the attributes sorted; throws as {@link Attributes#of} does. */
  public SessionRecord {
    attributes = Attributes.of(attributes);
  }

  /** Of a session for which nothing was disclosed. */
  public SessionRecord(String did, long openedMillis, long expiresMillis, boolean revoked) {
    this(did, openedMillis, expiresMillis, revoked, Set.of());
  }

  /** The key of a session. */
  public static Bytes key(UUID session) {
    return Bytes.wrap(MessageId.bytes(session));
  }

  /** The same session, ended. */
  public SessionRecord ended() {
    return new SessionRecord(did, openedMillis, expiresMillis, true, attributes);
  }

  /** As bytes. */
  public Bytes encode() {
    ByteArrayOutputStream out = new ByteArrayOutputStream(128);
    out.write(attributes.isEmpty() ? PLAIN : WITH_ATTRIBUTES);
    out.write(revoked ? 1 : 0);
    out.writeBytes(Bytes.ofLong(openedMillis).unsafeArray());
    out.writeBytes(Bytes.ofLong(expiresMillis).unsafeArray());
    if (attributes.isEmpty()) {
      out.writeBytes(did.getBytes(StandardCharsets.UTF_8));
    } else {
      text(out, did);
      attributes.forEach(attribute -> text(out, attribute));
    }
    return Bytes.wrap(out.toByteArray());
  }

  private static void text(ByteArrayOutputStream out, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.write(bytes.length >> 8);
    out.write(bytes.length);
    out.writeBytes(bytes);
  }

  /** From bytes; throws {@link IllegalStateException} for a format it does not know. */
  public static SessionRecord decode(Bytes value) {
    try {
      return read(value.toBuffer());
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw new IllegalStateException("session of " + value.size() + " bytes: damaged", e);
    }
  }

  private static SessionRecord read(ByteBuffer b) {
    byte format = b.get();
    if (format != PLAIN && format != WITH_ATTRIBUTES) {
      throw new IllegalStateException("session of format " + format + " (expected: 1 or 2)");
    }
    boolean revoked = b.get() == 1;
    long opened = b.getLong();
    long expires = b.getLong();
    if (format == PLAIN) {
      return new SessionRecord(text(b, b.remaining()), opened, expires, revoked);
    }
    String did = sized(b);
    Set<String> attributes = new TreeSet<>();
    while (b.hasRemaining()) {
      attributes.add(sized(b));
    }
    return new SessionRecord(did, opened, expires, revoked, attributes);
  }

  private static String sized(ByteBuffer b) {
    int length = Short.toUnsignedInt(b.getShort());
    if (length > MAX_TEXT_BYTES) {
      throw new IllegalArgumentException(
          "a text of " + length + " bytes (expected: at most " + MAX_TEXT_BYTES + ")");
    }
    return text(b, length);
  }

  private static String text(ByteBuffer b, int length) {
    if (length > b.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] text = new byte[length];
    b.get(text);
    return new String(text, StandardCharsets.UTF_8);
  }

  /** Whether a request at {@code nowMillis} may come in by it. */
  public boolean isOpen(long nowMillis) {
    return !revoked && nowMillis < expiresMillis;
  }
}
