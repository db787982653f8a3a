/** Deployment of contracts. */
@NullMarked
package io.cmesh.kernel.handlers.contracts;

import org.jspecify.annotations.NullMarked;
