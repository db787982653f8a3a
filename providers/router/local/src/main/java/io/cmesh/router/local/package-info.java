/** The way of a request. Start at {@link io.cmesh.router.local.LocalRouterFactory}. */
@NullMarked
package io.cmesh.router.local;

import org.jspecify.annotations.NullMarked;
