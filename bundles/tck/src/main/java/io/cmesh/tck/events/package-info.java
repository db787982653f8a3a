/** The compatibility kit of the events role. Start at {@link io.cmesh.tck.events.EventBusKit}. */
@Export
@Version("0.2.0")
@NullMarked
package io.cmesh.tck.events;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
