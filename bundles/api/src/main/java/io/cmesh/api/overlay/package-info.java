/**
 * The overlay role: the encrypted network between nodes. Start at {@link
 * io.cmesh.api.overlay.Overlay}.
 */
@Export
@Version("0.1.0")
@NullMarked
package io.cmesh.api.overlay;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
