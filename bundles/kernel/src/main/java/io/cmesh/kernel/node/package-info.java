/** The node's life: boot, self-tests, administration. */
@NullMarked
package io.cmesh.kernel.node;

import org.jspecify.annotations.NullMarked;
