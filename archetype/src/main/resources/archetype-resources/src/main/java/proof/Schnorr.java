package ${package};

import io.cmesh.api.Bytes;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import io.cmesh.api.proof.ProofVerifier;
import io.cmesh.api.provider.Health;
import io.cmesh.api.provider.Instance;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/**
 * Verifies that somebody knows the x of y = g^x mod p and tells nothing about it: Schnorr's proof,
 * made non-interactive (RFC 8235), in the 2048-bit group of RFC 3526 with g = 4, which generates
 * the subgroup of prime order q = (p - 1) / 2.
 *
 * <p>The verification key is y; the proof is V and r, all three 256 bytes, big-endian; the
 * challenge is the SHA-256 of g, V, y and the public inputs, each behind its length in four bytes.
 * It holds where V = g^r y^c. Thread-safe.
 */
final class Schnorr implements ProofVerifier, Instance<ProofVerifier> {
  static final String SYSTEM = "schnorr/modp2048";
  static final int BYTES = 256;
  static final BigInteger G = BigInteger.valueOf(4);
  static final BigInteger P =
      new BigInteger(
          "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74"
              + "020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B302B0A6DF25F1437"
              + "4FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED"
              + "EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF05"
              + "98DA48361C55D39A69163FA8FD24CF5F83655D23DCA3AD961C62F356208552BB"
              + "9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B"
              + "E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF695581718"
              + "3995497CEA956AE515D2261898FA051015728E5A8AACAA68FFFFFFFFFFFFFFFF",
          16);
  static final BigInteger Q = P.subtract(BigInteger.ONE).shiftRight(1);

  @Override
  public List<String> systems() {
    return List.of(SYSTEM);
  }

  @Override
  public boolean verify(
      String system, Bytes verificationKey, List<Bytes> publicInputs, Bytes proof) {
    if (!system.equals(SYSTEM)) {
      throw malformed("system", system, SYSTEM);
    }
    BigInteger y = element("verification key", verificationKey);
    if (proof.size() != 2 * BYTES) {
      throw malformed("proof", proof.size() + " bytes", 2 * BYTES + " bytes");
    }
    BigInteger v = element("proof's V", proof.slice(0, BYTES));
    BigInteger r = new BigInteger(1, proof.slice(BYTES, 2 * BYTES).unsafeArray());
    if (r.compareTo(Q) >= 0) {
      throw malformed("proof's r", "a larger number", "below the group's order");
    }
    BigInteger c = challenge(v, y, publicInputs);
    return v.equals(G.modPow(r, P).multiply(y.modPow(c, P)).mod(P));
  }

  /** What a prover cannot choose. */
  static BigInteger challenge(BigInteger v, BigInteger y, List<Bytes> publicInputs) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      add(sha256, G.toByteArray());
      add(sha256, v.toByteArray());
      add(sha256, y.toByteArray());
      publicInputs.forEach(each -> add(sha256, each.unsafeArray()));
      return new BigInteger(1, sha256.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK has no SHA-256", e);
    }
  }

  private static void add(MessageDigest digest, byte[] part) {
    digest.update(Bytes.ofLong(part.length).slice(4, 8).unsafeArray());
    digest.update(part);
  }

  /** Of the subgroup: the others would let a prover cheat by one bit. */
  private static BigInteger element(String what, Bytes bytes) {
    if (bytes.size() != BYTES) {
      throw malformed(what, bytes.size() + " bytes", BYTES + " bytes");
    }
    BigInteger element = new BigInteger(1, bytes.unsafeArray());
    if (element.compareTo(BigInteger.ONE) <= 0
        || element.compareTo(P) >= 0
        || !element.modPow(Q, P).equals(BigInteger.ONE)) {
      throw malformed(what, "no element", "an element of the group's prime-order part");
    }
    return element;
  }

  private static MeshException malformed(String what, String found, String expected) {
    return new MeshException(
        Status.BAD_REQUEST, "${name.toUpperCase()}-001", what + ": " + found + " (expected: " + expected + ")");
  }

  @Override
  public ProofVerifier service() {
    return this;
  }

  @Override
  public Health health() {
    return Health.OK;
  }

  @Override
  public void close() {
    // Holds nothing.
  }
}
