/** The provider {@code consensus/${name}}. */
@NullMarked
package ${package};

import org.jspecify.annotations.NullMarked;
