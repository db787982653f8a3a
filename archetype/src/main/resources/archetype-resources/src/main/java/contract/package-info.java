/** The provider {@code contract/${name}}. */
@NullMarked
package ${package};

import org.jspecify.annotations.NullMarked;
