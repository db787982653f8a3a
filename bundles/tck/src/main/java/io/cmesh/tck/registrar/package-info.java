/**
 * The compatibility kit of the registrar role. Start at {@link
 * io.cmesh.tck.registrar.RegistrarKit}.
 */
@Export
@Version("0.2.0")
@NullMarked
package io.cmesh.tck.registrar;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
