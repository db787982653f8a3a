package io.cmesh.api.provider;

import io.cmesh.api.Bytes;
import io.cmesh.api.iam.Ed25519;
import java.util.List;

/**
 * The node's key service: private keys never leave it. Ed25519 throughout (RFC 8032). Thread-safe.
 */
public interface Keys {
  /** The node's own DID: {@code did:key:z…} of its identity key. */
  String nodeDid();

  /** Signs with the identity key; 64 bytes. */
  Bytes sign(Bytes data);

  /** The operator's DID: of the key in {@code HOME/admin.key}. */
  String operatorDid();

  /** The key that tokens are signed with now. */
  TokenKey tokenKey();

  /** Every key that tokens may still be signed with, the current one first. */
  List<TokenKey> tokenKeys();

  /** Signs with the current token key; 64 bytes. */
  Bytes signToken(Bytes data);

  /**
   * Makes a new token key; former ones verify until the last token signed with them has expired.
   */
  void rotateTokenKey();

  /**
   * Whether a signature over {@code data} is by the holder of a public key, the node's or anybody's
   * else; false, too, for what is no key or no signature at all.
   *
   * @param publicKey 32 bytes
   * @param signature 64 bytes
   */
  default boolean verify(Bytes publicKey, Bytes data, Bytes signature) {
    return Ed25519.verify(publicKey, data, signature);
  }

  /**
   * A public key that verifies tokens.
   *
   * @param id the {@code kid}: the RFC 7638 thumbprint of the key
   * @param publicKey 32 bytes
   */
  record TokenKey(String id, Bytes publicKey) {}
}
