package io.cmesh.api.iam;

import io.cmesh.api.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** What the signatures of a session's four steps cover. */
public final class Handshake {
  /** The node's call. */
  public static final String CALL = "call";

  /** The client's answer. */
  public static final String ANSWER = "answer";

  /** The node's confirmation. */
  public static final String CONFIRM = "confirm";

  /** The client's consent. */
  public static final String CONSENT = "consent";

  private Handshake() {}

  /**
   * The deterministic CBOR (RFC 8949 §4.2) array {@code [step, id, nonce, node DID, DID]}: texts,
   * but the nonce, which is a byte string; the id in its canonical text form.
   */
  public static Bytes signed(String step, UUID id, Bytes nonce, String nodeDid, String did) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(256);
    out.write(0x85);
    text(out, step);
    text(out, id.toString());
    head(out, 2, nonce.size());
    out.writeBytes(nonce.unsafeArray());
    text(out, nodeDid);
    text(out, did);
    return Bytes.wrap(out.toByteArray());
  }

  private static void text(ByteArrayOutputStream out, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    head(out, 3, bytes.length);
    out.writeBytes(bytes);
  }

  private static void head(ByteArrayOutputStream out, int major, int length) {
    if (length < 24) {
      out.write(major << 5 | length);
    } else if (length < 256) {
      out.write(major << 5 | 24);
      out.write(length);
    } else if (length < 65536) {
      out.write(major << 5 | 25);
      out.write(length >> 8);
      out.write(length);
    } else {
      throw new IllegalArgumentException(
          "handshake field: " + length + " bytes (expected: < 65536)");
    }
  }
}
