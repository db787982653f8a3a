/**
 * A person's root secret and the identities derived from it. Start at {@link
 * io.cmesh.client.identity.Root}.
 */
@Export
@Version("0.1.0")
@NullMarked
package io.cmesh.client.identity;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
