/** What doors and applications see of the node. Start at {@link io.cmesh.api.node.Dispatcher}. */
@Export
@Version("0.4.0")
@NullMarked
package io.cmesh.api.node;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
