/** The CMTP message and its layers. Start at {@link io.cmesh.api.message.Message}. */
@Export
@Version("0.1.0")
@NullMarked
package io.cmesh.api.message;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
