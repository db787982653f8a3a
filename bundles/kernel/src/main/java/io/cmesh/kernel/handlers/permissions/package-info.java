/** The commands on rules: granted, revoked. Pure. */
@NullMarked
package io.cmesh.kernel.handlers.permissions;

import org.jspecify.annotations.NullMarked;
