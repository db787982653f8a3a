/** The provider {@code router/${name}}. */
@NullMarked
package ${package};

import org.jspecify.annotations.NullMarked;
