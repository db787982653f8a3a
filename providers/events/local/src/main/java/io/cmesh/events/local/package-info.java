/** Events on this node's own disk: one segmented log per stream. */
@NullMarked
package io.cmesh.events.local;

import org.jspecify.annotations.NullMarked;
