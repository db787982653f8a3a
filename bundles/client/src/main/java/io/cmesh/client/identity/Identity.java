package io.cmesh.client.identity;

import io.cmesh.api.Bytes;
import io.cmesh.api.iam.DidKey;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** One of a root's identities: a name, a DID, and the key to sign with. Immutable, thread-safe. */
public final class Identity {
  private final String name;
  private final String did;
  private final Ed25519PrivateKeyParameters key;

  Identity(String name, Ed25519PrivateKeyParameters key) {
    this.name = name;
    this.key = key;
    this.did = DidKey.encode(Bytes.wrap(key.generatePublicKey().getEncoded()));
  }

  /** What its owner calls it; nobody else learns it. */
  public String name() {
    return name;
  }

  /** {@code did:key:z6Mk…}. */
  public String did() {
    return did;
  }

  /** Signs with Ed25519 (RFC 8032, pure); 64 bytes. */
  public Bytes sign(Bytes data) {
    byte[] message = data.unsafeArray();
    byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
    key.sign(Ed25519.Algorithm.Ed25519, null, message, 0, message.length, signature, 0);
    return Bytes.wrap(signature);
  }

  /**
   * Whether {@code signature} is {@code did}'s over {@code data}; so a client checks the node's
   * call and confirmation. False for anything malformed but the DID.
   *
   * @throws io.cmesh.api.error.MeshException 400 where the DID is malformed
   */
  public static boolean verify(String did, Bytes data, Bytes signature) {
    byte[] publicKey = DidKey.decode(did).unsafeArray();
    if (signature.size() != Ed25519.SIGNATURE_SIZE
        || !Ed25519.validatePublicKeyFull(publicKey, 0)) {
      return false;
    }
    byte[] message = data.unsafeArray();
    return new Ed25519PublicKeyParameters(publicKey)
        .verify(
            Ed25519.Algorithm.Ed25519,
            null,
            message,
            0,
            message.length,
            signature.unsafeArray(),
            0);
  }

  /** Name and DID, not the key. */
  @Override
  public String toString() {
    return name + " (" + did + ")";
  }
}
