/**
 * Who may do what: rules and their one decision. Start at {@link
 * io.cmesh.api.permission.Permissions}.
 */
@Export
@Version("0.1.0")
@NullMarked
package io.cmesh.api.permission;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
