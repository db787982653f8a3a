package io.cmesh.api.proof;

import io.cmesh.api.Bytes;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** Verifies zero-knowledge proofs. Thread-safe, deterministic. */
@ConsumerType
public interface ProofVerifier {
  /** The proof system and curves it knows, as {@code groth16/bn128}. */
  List<String> systems();

  /**
   * Whether {@code proof} proves {@code publicInputs} under {@code verificationKey}.
   *
   * @throws io.cmesh.api.error.MeshException 400 where one of them is malformed
   */
  boolean verify(String system, Bytes verificationKey, List<Bytes> publicInputs, Bytes proof);
}
