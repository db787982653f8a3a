/**
 * The door for CMTP and FQMN over HTTP, sessions, and the operator: {@code docs/reference/http.md}
 * is what it answers.
 */
@NullMarked
package io.cmesh.doors.mesh;

import org.jspecify.annotations.NullMarked;
