package ${package};

import io.cmesh.api.Bytes;
import io.cmesh.api.proof.ProofVerifier;
import io.cmesh.api.provider.ProviderFactory;
import io.cmesh.tck.proof.ProofKit;
import java.math.BigInteger;
import java.util.List;

/** The role's specification; what was met is told in target/tck. */
class ProofKitTest extends ProofKit {
  @Override
  protected ProviderFactory<ProofVerifier> factory() {
    return new ProofFactory("0.1.0");
  }

  @Override
  protected List<Sample> proofs() {
    return List.of(proof(12345, 678, Bytes.utf8("for you")), proof(7, 99, Bytes.EMPTY));
  }

  @Override
  protected List<Sample> wrongProofs() {
    Sample right = proofs().get(0);
    Bytes otherKey = proofs().get(1).verificationKey();
    return List.of(
        new Sample(right.system(), right.verificationKey(), List.of(), right.proof()),
        new Sample(right.system(), otherKey, right.inputs(), right.proof()));
  }

  /**
   * Of knowing the secret; {@code once} is a number that a true prover uses once and tells nobody.
   */
  private static Sample proof(long secret, long once, Bytes input) {
    BigInteger x = BigInteger.valueOf(secret);
    BigInteger v = Schnorr.G.modPow(BigInteger.valueOf(once), Schnorr.P);
    BigInteger y = Schnorr.G.modPow(x, Schnorr.P);
    BigInteger c = Schnorr.challenge(v, y, List.of(input));
    BigInteger r = BigInteger.valueOf(once).subtract(c.multiply(x)).mod(Schnorr.Q);
    return new Sample(Schnorr.SYSTEM, number(y), List.of(input), number(v).concat(number(r)));
  }

  private static Bytes number(BigInteger value) {
    byte[] bytes = value.toByteArray();
    byte[] fixed = new byte[Schnorr.BYTES];
    int length = Math.min(bytes.length, fixed.length);
    System.arraycopy(bytes, bytes.length - length, fixed, fixed.length - length, length);
    return Bytes.wrap(fixed);
  }
}
