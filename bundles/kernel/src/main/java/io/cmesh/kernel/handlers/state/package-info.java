/** Writes and executions at a contract address. */
@NullMarked
package io.cmesh.kernel.handlers.state;

import org.jspecify.annotations.NullMarked;
