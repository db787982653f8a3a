package io.cmesh.api.state;

import java.util.List;

/**
 * What is written together.
 *
 * @param index the index of the last command in it; above every earlier batch's
 * @param entries in order; a later one on the same key wins
 */
public record StateBatch(long index, List<StateWrite> entries) {}
