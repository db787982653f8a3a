/** The provider {@code state/mvstore}: state on H2's MVStore. */
@NullMarked
package org.example.cmesh.state.mvstore;

import org.jspecify.annotations.NullMarked;
