/** Threads, timers, files and the lack of peers of a real machine: what a simulator replaces. */
@Export
@Version("0.1.0")
@NullMarked
package io.cmesh.runtime;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
