/** Typed errors. Start at {@link io.cmesh.api.error.MeshException}. */
@Export
@Version("0.1.0")
@NullMarked
package io.cmesh.api.error;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
