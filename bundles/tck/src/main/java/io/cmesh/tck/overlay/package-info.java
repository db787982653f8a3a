/** The compatibility kit of the overlay role. Start at {@link io.cmesh.tck.overlay.OverlayKit}. */
@Export
@Version("0.1.0")
@NullMarked
package io.cmesh.tck.overlay;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
