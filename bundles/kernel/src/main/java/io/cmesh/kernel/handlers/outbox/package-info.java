/** The outbox's upkeep. */
@NullMarked
package io.cmesh.kernel.handlers.outbox;

import org.jspecify.annotations.NullMarked;
