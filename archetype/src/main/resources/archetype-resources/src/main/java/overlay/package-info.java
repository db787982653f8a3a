/** The provider {@code overlay/${name}}. */
@NullMarked
package ${package};

import org.jspecify.annotations.NullMarked;
