/** The end of one log and the beginning of the next. */
@NullMarked
package io.cmesh.kernel.handlers.epochs;

import org.jspecify.annotations.NullMarked;
