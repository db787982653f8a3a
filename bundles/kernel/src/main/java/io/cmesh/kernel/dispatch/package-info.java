/** The way of a request, each step a class. */
@NullMarked
package io.cmesh.kernel.dispatch;

import org.jspecify.annotations.NullMarked;
