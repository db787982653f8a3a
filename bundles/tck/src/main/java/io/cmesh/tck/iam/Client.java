package io.cmesh.tck.iam;

import io.cmesh.api.Bytes;
import io.cmesh.api.iam.DidKey;
import io.cmesh.api.iam.Handshake;
import io.cmesh.api.iam.SessionCall;
import io.cmesh.api.iam.SessionConfirm;
import io.cmesh.tck.support.TestKeys;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;

/** Somebody with an identity who wants a session. */
final class Client {
  // SubjectPublicKeyInfo of an Ed25519 key up to the key itself (RFC 8410 §4).
  private static final Bytes X509_HEAD = Bytes.hex("302a300506032b6570032100");

  private final TestKeys keys = new TestKeys();

  String did() {
    return keys.nodeDid();
  }

  Bytes sign(Bytes data) {
    return keys.sign(data);
  }

  Bytes answer(SessionCall call) {
    return sign(signed(Handshake.ANSWER, call, call.nonce()));
  }

  Bytes consent(SessionCall call, SessionConfirm confirm) {
    return sign(signed(Handshake.CONSENT, call, confirm.nonce()));
  }

  /** What a step's signature covers. */
  Bytes signed(String step, SessionCall call, Bytes nonce) {
    return Handshake.signed(step, call.id(), nonce, call.nodeDid(), did());
  }

  static boolean verify(String did, Bytes data, Bytes signature) {
    try {
      X509EncodedKeySpec spec =
          new X509EncodedKeySpec(X509_HEAD.concat(DidKey.decode(did)).toArray());
      PublicKey key = KeyFactory.getInstance("Ed25519").generatePublic(spec);
      Signature verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(key);
      verifier.update(data.toArray());
      return verifier.verify(signature.toArray());
    } catch (GeneralSecurityException e) {
      throw new AssertionError("not checkable: " + signature, e);
    }
  }
}
