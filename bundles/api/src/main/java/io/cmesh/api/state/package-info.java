/**
 * The state role: a namespaced, versioned key/value store. Start at {@link
 * io.cmesh.api.state.StateStore}.
 */
@Export
@Version("0.1.0")
@NullMarked
package io.cmesh.api.state;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
