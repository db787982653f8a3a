/** The iam role: identities, sessions and tokens. Start at {@link io.cmesh.api.iam.Iam}. */
@Export
@Version("0.2.0")
@NullMarked
package io.cmesh.api.iam;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
