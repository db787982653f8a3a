/** The compatibility kit of the proof role. Start at {@link io.cmesh.tck.proof.ProofKit}. */
@Export
@Version("0.1.0")
@NullMarked
package io.cmesh.tck.proof;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
