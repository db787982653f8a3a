/**
 * The events role: durable ordered streams on subjects. Start at {@link
 * io.cmesh.api.events.EventBus}.
 */
@Export
@Version("0.2.0")
@NullMarked
package io.cmesh.api.events;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
