/** From command to effect: grouping, the log, the applier. */
@NullMarked
package io.cmesh.kernel.order;

import org.jspecify.annotations.NullMarked;
