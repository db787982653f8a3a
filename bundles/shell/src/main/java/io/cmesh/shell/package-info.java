/** Commands of the container's shell, scope {@code cmesh}: thin, over the node's administration. */
@NullMarked
package io.cmesh.shell;

import org.jspecify.annotations.NullMarked;
