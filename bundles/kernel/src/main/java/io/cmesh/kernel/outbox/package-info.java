/** From the outbox to the event bus. */
@NullMarked
package io.cmesh.kernel.outbox;

import org.jspecify.annotations.NullMarked;
