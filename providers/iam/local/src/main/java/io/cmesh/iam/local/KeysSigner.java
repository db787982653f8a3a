package io.cmesh.iam.local;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.impl.BaseJWSProvider;
import com.nimbusds.jose.util.Base64URL;
import io.cmesh.api.Bytes;
import io.cmesh.api.provider.Keys;
import java.util.Set;

/** Lets Nimbus sign through the node's key service, which the private key never leaves. */
final class KeysSigner extends BaseJWSProvider implements JWSSigner {
  private final Keys keys;

  KeysSigner(Keys keys) {
    super(Set.of(JWSAlgorithm.EdDSA));
    this.keys = keys;
  }

  @Override
  public Base64URL sign(JWSHeader header, byte[] input) {
    return Base64URL.encode(keys.signToken(Bytes.wrap(input)).unsafeArray());
  }
}
