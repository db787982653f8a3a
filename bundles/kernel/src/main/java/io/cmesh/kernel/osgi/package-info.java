/** The thin layer that connects the kernel to OSGi. */
@NullMarked
package io.cmesh.kernel.osgi;

import org.jspecify.annotations.NullMarked;
