/**
 * Replaces providers while the node serves: plan, open, copy, verify, flip, watch with both fed,
 * roll back or retire. Start at {@link io.cmesh.kernel.swap.Swaps}.
 */
@NullMarked
package io.cmesh.kernel.swap;

import org.jspecify.annotations.NullMarked;
