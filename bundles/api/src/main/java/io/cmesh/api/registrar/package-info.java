/** The registrar role: names. Start at {@link io.cmesh.api.registrar.Registrar}. */
@Export
@Version("0.1.0")
@NullMarked
package io.cmesh.api.registrar;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
