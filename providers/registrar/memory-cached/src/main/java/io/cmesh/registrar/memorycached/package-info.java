/**
 * Names in state, remembered in memory. Start at {@link
 * io.cmesh.registrar.memorycached.MemoryCachedRegistrarFactory}.
 */
@NullMarked
package io.cmesh.registrar.memorycached;

import org.jspecify.annotations.NullMarked;
