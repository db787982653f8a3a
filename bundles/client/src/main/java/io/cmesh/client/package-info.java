/**
 * The Java client of a CMesh node. Start at {@link io.cmesh.client.MeshClient}; {@link
 * io.cmesh.client.SessionOpener} opens sessions, {@link io.cmesh.client.OperatorKey} speaks for the
 * operator.
 */
@Export
@Version("0.1.0")
@NullMarked
package io.cmesh.client;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
