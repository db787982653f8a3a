/** The provider {@code iam/${name}}. */
@NullMarked
package ${package};

import org.jspecify.annotations.NullMarked;
