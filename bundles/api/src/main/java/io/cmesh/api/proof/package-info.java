/** The proof role: zero-knowledge proofs. Start at {@link io.cmesh.api.proof.ProofVerifier}. */
@Export
@Version("0.1.0")
@NullMarked
package io.cmesh.api.proof;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
