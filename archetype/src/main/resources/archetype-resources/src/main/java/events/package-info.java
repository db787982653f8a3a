/** The provider {@code events/${name}}. */
@NullMarked
package ${package};

import org.jspecify.annotations.NullMarked;
