/** Commands, their handlers and effects. Start at {@link io.cmesh.api.command.CommandHandler}. */
@Export
@Version("0.1.0")
@NullMarked
package io.cmesh.api.command;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
