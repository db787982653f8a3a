/** The provider {@code proof/${name}}. */
@NullMarked
package ${package};

import org.jspecify.annotations.NullMarked;
