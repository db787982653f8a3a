/** What things cost. {@code bench/README.md} says how to run it. */
@NullMarked
package io.cmesh.bench;

import org.jspecify.annotations.NullMarked;
