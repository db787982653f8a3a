/** Fully qualified mesh names. Start at {@link io.cmesh.api.fqmn.Fqmn#parse}. */
@Export
@Version("0.1.0")
@NullMarked
package io.cmesh.api.fqmn;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
