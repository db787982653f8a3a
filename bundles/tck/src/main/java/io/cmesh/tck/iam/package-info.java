/** The kit of the iam role. Start at {@link io.cmesh.tck.iam.IamKit}. */
@Export
@Version("0.2.0")
@NullMarked
package io.cmesh.tck.iam;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
