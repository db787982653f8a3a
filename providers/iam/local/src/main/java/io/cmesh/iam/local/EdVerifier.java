package io.cmesh.iam.local;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.impl.BaseJWSProvider;
import com.nimbusds.jose.util.Base64URL;
import io.cmesh.api.Bytes;
import java.util.Set;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** Lets Nimbus check EdDSA signatures with BouncyCastle; Nimbus' own needs another library. */
final class EdVerifier extends BaseJWSProvider implements JWSVerifier {
  private final Ed25519PublicKeyParameters key;

  EdVerifier(Bytes publicKey) {
    super(Set.of(JWSAlgorithm.EdDSA));
    this.key = new Ed25519PublicKeyParameters(publicKey.unsafeArray());
  }

  @Override
  public boolean verify(JWSHeader header, byte[] input, Base64URL signature) {
    byte[] bytes = signature.decode();
    return JWSAlgorithm.EdDSA.equals(header.getAlgorithm())
        && header.getCriticalParams() == null
        && bytes.length == Ed25519.SIGNATURE_SIZE
        // One text for one signature: the decoder forgives what is no base64url.
        && Base64URL.encode(bytes).equals(signature)
        && key.verify(Ed25519.Algorithm.Ed25519, null, input, 0, input.length, bytes, 0);
  }
}
