/** What tests of the kernel stand on: a scheduler without threads, fakes of roles. */
@NullMarked
package io.cmesh.kernel.support;

import org.jspecify.annotations.NullMarked;
