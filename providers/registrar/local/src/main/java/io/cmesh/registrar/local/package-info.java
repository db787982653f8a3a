/** Names in state. Start at {@link io.cmesh.registrar.local.LocalRegistrarFactory}. */
@NullMarked
package io.cmesh.registrar.local;

import org.jspecify.annotations.NullMarked;
