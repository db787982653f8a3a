/** The compatibility kit of the state role. Start at {@link io.cmesh.tck.state.StateStoreKit}. */
@Export
@Version("0.2.0")
@NullMarked
package io.cmesh.tck.state;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
