package io.cmesh.kernel.keys;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.util.Base64URL;
import io.cmesh.api.Bytes;
import io.cmesh.api.iam.DidKey;
import io.cmesh.api.provider.Keys.TokenKey;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.text.ParseException;
import java.util.Arrays;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** A private Ed25519 key. Immutable, thread-safe. */
final class SigningKey {
  private static final int SECRET_BYTES = 32;

  private final Ed25519PrivateKeyParameters key;
  private final Bytes publicKey;
  private final String did;
  private final TokenKey tokenKey;

  private SigningKey(Ed25519PrivateKeyParameters key) {
    this.key = key;
    this.publicKey = Bytes.wrap(key.generatePublicKey().getEncoded());
    this.did = DidKey.encode(publicKey);
    this.tokenKey = new TokenKey(thumbprint(), publicKey);
  }

  static SigningKey generate(SecureRandom random) {
    return new SigningKey(new Ed25519PrivateKeyParameters(random));
  }

  /** From a private JWK, read from {@code file}, whose two halves must belong together. */
  static SigningKey ofJwk(OctetKeyPair jwk, Path file) {
    byte[] secret = jwk.getDecodedD();
    if (!Curve.Ed25519.equals(jwk.getCurve()) || secret == null || secret.length != SECRET_BYTES) {
      throw KeyErrors.notAKey(file, "no private Ed25519 key", null);
    }
    SigningKey key = new SigningKey(new Ed25519PrivateKeyParameters(secret));
    if (!Arrays.equals(key.publicKey.unsafeArray(), jwk.getDecodedX())) {
      throw KeyErrors.notAKey(file, "x is not the public key of d", null);
    }
    return key;
  }

  static SigningKey load(Path file) {
    try {
      return ofJwk(OctetKeyPair.parse(KeyFiles.read(file)), file);
    } catch (ParseException | IllegalArgumentException e) {
      // Without the cause's text: it could quote the secret.
      throw KeyErrors.notAKey(file, "no JWK", null);
    }
  }

  static SigningKey loadOrCreate(Path file, SecureRandom random) {
    if (KeyFiles.exists(file)) {
      return load(file);
    }
    SigningKey key = generate(random);
    KeyFiles.write(file, key.jwk().build().toJSONString() + "\n");
    return key;
  }

  OctetKeyPair.Builder jwk() {
    return new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(publicKey.unsafeArray()))
        .d(Base64URL.encode(key.getEncoded()));
  }

  String did() {
    return did;
  }

  Bytes publicKey() {
    return publicKey;
  }

  TokenKey tokenKey() {
    return tokenKey;
  }

  Bytes sign(Bytes data) {
    byte[] message = data.unsafeArray();
    byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
    key.sign(Ed25519.Algorithm.Ed25519, null, message, 0, message.length, signature, 0);
    return Bytes.wrap(signature);
  }

  private String thumbprint() {
    try {
      return jwk().build().toPublicJWK().computeThumbprint().toString();
    } catch (JOSEException e) {
      throw new IllegalStateException("this JDK lacks SHA-256, which every JDK must have", e);
    }
  }

  /** The DID, not the key. */
  @Override
  public String toString() {
    return did;
  }
}
