/**
 * The way of a request, with traces of how it was found. Start at {@link
 * io.cmesh.router.traced.TracedRouterFactory}.
 */
@NullMarked
package io.cmesh.router.traced;

import org.jspecify.annotations.NullMarked;
