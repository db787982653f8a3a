/** Events in memory. Start at {@link io.cmesh.events.memory.MemoryEventsFactory}. */
@NullMarked
package io.cmesh.events.memory;

import org.jspecify.annotations.NullMarked;
