/**
 * The node's key service and the check of operators' tokens. Start at {@link
 * io.cmesh.kernel.keys.NodeKeys}.
 */
@NullMarked
package io.cmesh.kernel.keys;

import org.jspecify.annotations.NullMarked;
