package io.cmesh.tck.iam;

import io.cmesh.api.Bytes;
import io.cmesh.api.iam.DidKey;
import io.cmesh.api.iam.Ed25519;
import io.cmesh.api.iam.Handshake;
import io.cmesh.api.iam.SessionCall;
import io.cmesh.api.iam.SessionConfirm;
import io.cmesh.tck.support.TestKeys;

/** Somebody with an identity who wants a session. */
final class Client {
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
    return Ed25519.verify(DidKey.decode(did), data, signature);
  }
}
