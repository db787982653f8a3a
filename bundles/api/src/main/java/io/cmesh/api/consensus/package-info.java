/**
 * The consensus role: the durable, ordered log. Start at {@link io.cmesh.api.consensus.Consensus}.
 */
@Export
@Version("0.1.0")
@NullMarked
package io.cmesh.api.consensus;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
