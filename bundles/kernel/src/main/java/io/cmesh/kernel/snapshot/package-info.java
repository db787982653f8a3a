/** The canonical snapshot: backup, restore, hand-over. */
@NullMarked
package io.cmesh.kernel.snapshot;

import org.jspecify.annotations.NullMarked;
