package io.cmesh.api.iam;

import io.cmesh.api.Bytes;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;

/** Checks Ed25519 signatures (RFC 8032) with the JDK's own means. Thread-safe. */
public final class Ed25519 {
  /** How long every signature is. */
  public static final int SIGNATURE_BYTES = 64;

  /** What stands before the 32 bytes of a key in an X.509 SubjectPublicKeyInfo (RFC 8410). */
  private static final Bytes X509 = Bytes.hex("302a300506032b6570032100");

  private Ed25519() {}

  /**
   * Whether a signature over {@code data} is by the holder of a key; false, too, for what is no key
   * or no signature at all.
   *
   * @param publicKey 32 bytes, as {@link DidKey#decode} gives them
   */
  public static boolean verify(Bytes publicKey, Bytes data, Bytes signature) {
    // The JDK forgives bytes that follow a signature.
    if (signature.size() != SIGNATURE_BYTES) {
      return false;
    }
    try {
      Signature verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(key(publicKey));
      verifier.update(data.unsafeArray());
      return verifier.verify(signature.unsafeArray());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK lacks Ed25519, which every JDK has from 15 on", e);
    } catch (GeneralSecurityException e) {
      // No number below the group's order, or no such point: so it is not the holder's.
      return false;
    }
  }

  private static PublicKey key(Bytes publicKey) throws GeneralSecurityException {
    byte[] x509 = X509.concat(publicKey).unsafeArray();
    return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(x509));
  }
}
