package io.cmesh.iam.local;

import io.cmesh.api.Bytes;
import io.cmesh.api.iam.DidKey;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** Knows which Ed25519 keys (RFC 8032) cannot be trusted to sign. */
final class PublicKeys {
  private PublicKeys() {}

  /** Throws 400 unless {@code did} is a key that can be trusted to sign. */
  static void requireUsable(String did) {
    Bytes key = DidKey.decode(did);
    // A key of low order would verify the same signature over anything.
    if (!Ed25519.validatePublicKeyFull(key.unsafeArray(), 0)) {
      throw IamErrors.weakKey(did);
    }
  }
}
