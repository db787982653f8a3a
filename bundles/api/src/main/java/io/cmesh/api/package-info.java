/**
 * What every role and door shares: {@link io.cmesh.api.Bytes} and {@link io.cmesh.api.Cancellable}.
 */
@Export
@Version("0.1.0")
@NullMarked
package io.cmesh.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
