/**
 * Consensus of a node on its own: a log on its disk, committed in groups. Start at {@link
 * io.cmesh.consensus.solo.SoloProvider}.
 */
@NullMarked
package io.cmesh.consensus.solo;

import org.jspecify.annotations.NullMarked;
