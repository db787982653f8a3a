package io.cmesh.iam.mock;

import io.cmesh.api.Bytes;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.iam.DidKey;
import io.cmesh.api.message.Status;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Set;

/** Checks Ed25519 signatures with the JDK's own means. */
final class PublicKeys {
  // SubjectPublicKeyInfo of an Ed25519 key up to the key itself (RFC 8410 §4).
  private static final Bytes X509_HEAD = Bytes.hex("302a300506032b6570032100");

  // The y of the eight points whose order divides 8, also as 2^255-19+y where that fits.
  private static final Set<Bytes> LOW_ORDER =
      Set.of(
          Bytes.hex("00".repeat(32)),
          Bytes.hex("01" + "00".repeat(31)),
          Bytes.hex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
          Bytes.hex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
          Bytes.hex("ec" + "ff".repeat(30) + "7f"),
          Bytes.hex("ed" + "ff".repeat(30) + "7f"),
          Bytes.hex("ee" + "ff".repeat(30) + "7f"));

  private static final int SIGNATURE_BYTES = 64;

  private PublicKeys() {}

  /** Throws 400 unless {@code did} is a key that can be trusted to sign. */
  static void requireUsable(String did) {
    if (LOW_ORDER.contains(withoutSign(DidKey.decode(did)))) {
      throw new MeshException(
          Status.BAD_REQUEST,
          "CMESH-IMK-005",
          "DID: " + did + " is of low order: it would sign anything",
          "Make an identity with: cmesh login --as NAME");
    }
  }

  static boolean verify(String did, Bytes data, Bytes signature) {
    // The JDK forgives bytes that follow a signature.
    if (signature.size() != SIGNATURE_BYTES) {
      return false;
    }
    try {
      Signature verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(key(did));
      verifier.update(data.unsafeArray());
      return verifier.verify(signature.unsafeArray());
    } catch (SignatureException | InvalidKeySpecException e) {
      // No signature of that length, or no such point: so it is not the identity's.
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK lacks Ed25519, which every JDK has from 15 on", e);
    }
  }

  private static PublicKey key(String did) throws GeneralSecurityException {
    byte[] x509 = X509_HEAD.concat(DidKey.decode(did)).unsafeArray();
    return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(x509));
  }

  private static Bytes withoutSign(Bytes key) {
    byte[] bytes = key.toArray();
    bytes[31] &= 0x7f;
    return Bytes.wrap(bytes);
  }
}
