package io.cmesh.iam.local;

import io.cmesh.api.Bytes;
import io.cmesh.api.iam.DidKey;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** Checks Ed25519 signatures (RFC 8032). */
final class Signatures {
  private Signatures() {}

  /** Throws 400 unless {@code did} is a key that can be trusted to sign. */
  static void requireUsable(String did) {
    Bytes key = DidKey.decode(did);
    // A key of low order would verify the same signature over anything.
    if (!Ed25519.validatePublicKeyFull(key.unsafeArray(), 0)) {
      throw IamErrors.weakKey(did);
    }
  }

  static boolean verify(String did, Bytes data, Bytes signature) {
    if (signature.size() != Ed25519.SIGNATURE_SIZE) {
      return false;
    }
    byte[] message = data.unsafeArray();
    return new Ed25519PublicKeyParameters(DidKey.decode(did).unsafeArray())
        .verify(
            Ed25519.Algorithm.Ed25519,
            null,
            message,
            0,
            message.length,
            signature.unsafeArray(),
            0);
  }
}
