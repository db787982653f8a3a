/** What the kernel's own commands do. */
@NullMarked
package io.cmesh.kernel.handlers;

import org.jspecify.annotations.NullMarked;
