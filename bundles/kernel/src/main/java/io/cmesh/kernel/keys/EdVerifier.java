package io.cmesh.kernel.keys;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.impl.BaseJWSProvider;
import com.nimbusds.jose.util.Base64URL;
import io.cmesh.api.Bytes;
import java.util.Set;

/** Lets Nimbus check EdDSA signatures with BouncyCastle; Nimbus' own needs another library. */
final class EdVerifier extends BaseJWSProvider implements JWSVerifier {
  private final Bytes key;

  EdVerifier(Bytes publicKey) {
    super(Set.of(JWSAlgorithm.EdDSA));
    this.key = publicKey;
  }

  @Override
  public boolean verify(JWSHeader header, byte[] input, Base64URL signature) {
    byte[] bytes = signature.decode();
    return JWSAlgorithm.EdDSA.equals(header.getAlgorithm())
        && header.getCriticalParams() == null
        // One text for one signature: the decoder forgives what is no base64url.
        && Base64URL.encode(bytes).equals(signature)
        && PublicKeys.verify(key, Bytes.wrap(input), Bytes.wrap(bytes));
  }
}
