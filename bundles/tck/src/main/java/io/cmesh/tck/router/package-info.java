/** The compatibility kit of the router role. Start at {@link io.cmesh.tck.router.RouterKit}. */
@Export
@Version("0.2.0")
@NullMarked
package io.cmesh.tck.router;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
