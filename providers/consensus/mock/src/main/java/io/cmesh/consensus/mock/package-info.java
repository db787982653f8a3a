/**
 * Consensus for tests and demonstrations: a group of members that are all honest and all here. The
 * leader of an entry is its transaction id modulo the members; every member confirms. Only that is
 * simulated: the log is as durable as {@code solo}'s. Start at {@link
 * io.cmesh.consensus.mock.MockProvider}.
 */
@NullMarked
package io.cmesh.consensus.mock;

import org.jspecify.annotations.NullMarked;
