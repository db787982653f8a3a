/** State in memory. Start at {@link io.cmesh.state.memory.MemoryStateFactory}. */
@NullMarked
package io.cmesh.state.memory;

import org.jspecify.annotations.NullMarked;
