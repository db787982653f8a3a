package io.cmesh.api.registrar;

import io.cmesh.api.Bytes;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.iam.DidKey;
import io.cmesh.api.iam.Ed25519;
import io.cmesh.api.message.Status;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The signature that makes another DID than the sender's the owner of a name: Ed25519 (RFC 8032)
 * over {@code register:<name>:<target>}, both as written, in UTF-8. Thread-safe.
 */
public final class NameSignature {
  private NameSignature() {}

  /** What is signed. */
  public static Bytes signed(String name, String target) {
    return Bytes.utf8("register:" + name + ":" + target);
  }

  /**
   * Checks a signature.
   *
   * @param owner the {@code did:key} that is said to have signed
   * @param signature base64url, without padding
   * @throws MeshException 400 where DID or signature are malformed, 403 where the signature is not
   *     the owner's
   */
  public static void check(String name, String target, String owner, String signature) {
    Bytes key = DidKey.decode(owner);
    Bytes bytes = decode(signature);
    if (!Ed25519.verify(key, signed(name, target), bytes)) {
      throw new MeshException(
          Status.FORBIDDEN,
          "CMESH-REG-005",
          "signature of " + name + " (expected: one of " + owner + ")",
          "Sign the UTF-8 text register:<name>:<target> with the owner's key.");
    }
  }

  private static Bytes decode(String signature) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(signature.getBytes(StandardCharsets.US_ASCII));
      if (bytes.length == Ed25519.SIGNATURE_BYTES) {
        return Bytes.wrap(bytes);
      }
    } catch (IllegalArgumentException e) {
      throw malformed(signature, e);
    }
    throw malformed(signature, null);
  }

  private static MeshException malformed(String signature, @Nullable Throwable cause) {
    MeshException.Builder b =
        MeshException.of(
            Status.BAD_REQUEST,
            "CMESH-REG-004",
            "signature: "
                + signature.length()
                + " characters (expected: base64url of "
                + Ed25519.SIGNATURE_BYTES
                + " bytes)");
    return cause == null ? b.build() : b.cause(cause).build();
  }
}
