/** The provider {@code state/${name}}. */
@NullMarked
package ${package};

import org.jspecify.annotations.NullMarked;
