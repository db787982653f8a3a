/** The router role: from FQMN to route. Start at {@link io.cmesh.api.router.Router}. */
@Export
@Version("0.1.0")
@NullMarked
package io.cmesh.api.router;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
