/** Events on their way to whichever bus serves: publishers and followers outlive its swaps. */
@NullMarked
package io.cmesh.kernel.events;

import org.jspecify.annotations.NullMarked;
