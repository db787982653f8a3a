/**
 * What tests and kits stand on instead of a node: a disk that fails on demand, a clock that is set
 * by hand, a scheduler, keys. Start at {@link io.cmesh.tck.support.TestOpening}.
 */
@Export
@Version("0.2.0")
@NullMarked
package io.cmesh.tck.support;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
