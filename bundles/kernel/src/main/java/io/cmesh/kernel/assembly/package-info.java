/** Which provider fills which role: instances, pins, swaps. */
@NullMarked
package io.cmesh.kernel.assembly;

import org.jspecify.annotations.NullMarked;
