/**
 * A segmented, append-only log of records on disk, with recovery after a crash. Start at {@link
 * io.cmesh.log.SegmentedLog}.
 */
@Export
@Version("0.2.0")
@NullMarked
package io.cmesh.log;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
