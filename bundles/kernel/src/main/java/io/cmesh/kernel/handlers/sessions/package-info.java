/** The commands on sessions: opened, revoked. Pure. */
@NullMarked
package io.cmesh.kernel.handlers.sessions;

import org.jspecify.annotations.NullMarked;
