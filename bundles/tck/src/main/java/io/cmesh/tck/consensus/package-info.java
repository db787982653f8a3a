/** What a provider of the consensus role must do. Start at {@link ConsensusKit}. */
@Export
@Version("0.2.0")
@NullMarked
package io.cmesh.tck.consensus;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
