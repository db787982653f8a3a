/**
 * The compatibility kits, one per role: a provider's test extends the kit of its role and inherits
 * the role's specification as tests. Start at {@link io.cmesh.tck.ProviderKit}.
 */
@Export
@Version("0.1.0")
@NullMarked
package io.cmesh.tck;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
