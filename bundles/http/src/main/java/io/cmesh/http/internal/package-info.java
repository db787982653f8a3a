/** The server behind {@link io.cmesh.http}: Jetty's core, without servlets. */
@NullMarked
package io.cmesh.http.internal;

import org.jspecify.annotations.NullMarked;
