package io.cmesh.cmtp.internal;

import io.cmesh.api.Bytes;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;

/**
 * Checks a payload that the node itself made: a bad one is its provider's fault, not the caller's.
 */
final class OwnPayload {
  private OwnPayload() {}

  /** Returns {@code payload} if it is a JSON text. */
  static Bytes checked(Bytes payload) {
    try {
      Json.value(
          payload.unsafeArray(),
          parser -> {
            Json.skip(parser);
            return payload;
          });
      return payload;
    } catch (MeshException e) {
      throw fault(e);
    }
  }

  /** Appends the CBOR form of {@code payload}. */
  static void write(Bytes payload, CborWriter out) {
    try {
      Payload.write(payload, out);
    } catch (MeshException e) {
      throw fault(e);
    }
  }

  private static MeshException fault(MeshException cause) {
    return MeshException.of(
            Status.INTERNAL,
            "CMESH-CMTP-009",
            "payload is no JSON text that can be sent: " + cause.text())
        .hint("The provider that made this payload is at fault: report it with the message id.")
        .cause(cause)
        .build();
  }
}
