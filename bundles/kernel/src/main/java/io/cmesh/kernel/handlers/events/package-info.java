/** Events published as commands. */
@NullMarked
package io.cmesh.kernel.handlers.events;

import org.jspecify.annotations.NullMarked;
