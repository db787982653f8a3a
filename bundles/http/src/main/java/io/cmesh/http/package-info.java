/**
 * The node's one HTTP server; doors hand it handlers. Start at {@link io.cmesh.http.HttpServer}.
 */
@Export
@Version("0.1.0")
@NullMarked
package io.cmesh.http;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
