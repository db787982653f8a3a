/**
 * The CMTP message on the wire and in hashes. Start at {@link io.cmesh.cmtp.MessageCodec}; layer
 * hashes come from {@link io.cmesh.cmtp.Sha256LayerHasher}; {@link io.cmesh.cmtp.JsonText} helps
 * whoever makes or checks payloads.
 */
@Export
@Version("0.1.0")
@NullMarked
package io.cmesh.cmtp;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
