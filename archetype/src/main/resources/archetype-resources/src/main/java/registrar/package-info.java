/** The provider {@code registrar/${name}}. */
@NullMarked
package ${package};

import org.jspecify.annotations.NullMarked;
