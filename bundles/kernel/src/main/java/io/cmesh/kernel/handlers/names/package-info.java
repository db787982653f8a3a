/** The commands on names: registered, transferred, released. Pure. */
@NullMarked
package io.cmesh.kernel.handlers.names;

import org.jspecify.annotations.NullMarked;
