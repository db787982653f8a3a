/** Compact binary encoding of what the kernel writes. */
@NullMarked
package io.cmesh.kernel.bytes;

import org.jspecify.annotations.NullMarked;
