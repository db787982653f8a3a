package io.cmesh.tck.support;

import io.cmesh.api.Bytes;
import io.cmesh.api.provider.Keys.TokenKey;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;

/** A fresh Ed25519 key of the JDK. */
final class Ed25519Key {
  private static final String BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  private static final byte[] ED25519_MULTICODEC = {(byte) 0xed, 0x01};
  private static final int PUBLIC_KEY_BYTES = 32;

  private final KeyPair pair;

  Ed25519Key() {
    try {
      this.pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no Ed25519", e);
    }
  }

  Bytes sign(Bytes data) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(pair.getPrivate());
      signature.update(data.unsafeArray());
      return Bytes.wrap(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Ed25519 refuses to sign", e);
    }
  }

  Bytes publicKey() {
    byte[] x509 = pair.getPublic().getEncoded();
    return Bytes.wrap(Arrays.copyOfRange(x509, x509.length - PUBLIC_KEY_BYTES, x509.length));
  }

  /** As did:key has it: multibase base58btc of the multicodec and the key. */
  String did() {
    byte[] prefixed = Bytes.copyOf(ED25519_MULTICODEC).concat(publicKey()).toArray();
    StringBuilder text = new StringBuilder();
    BigInteger number = new BigInteger(1, prefixed);
    while (number.signum() > 0) {
      BigInteger[] parts = number.divideAndRemainder(BigInteger.valueOf(BASE58.length()));
      text.append(BASE58.charAt(parts[1].intValue()));
      number = parts[0];
    }
    return "did:key:z" + text.reverse();
  }

  TokenKey tokenKey() {
    return new TokenKey(thumbprint(), publicKey());
  }

  /** RFC 7638 over the members that RFC 8037 names for an OKP key. */
  private String thumbprint() {
    Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
    String x = base64.encodeToString(publicKey().unsafeArray());
    String jwk = "{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\"" + x + "\"}";
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return base64.encodeToString(sha256.digest(jwk.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no SHA-256", e);
    }
  }
}
