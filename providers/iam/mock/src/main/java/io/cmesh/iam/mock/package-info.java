/**
 * An IAM for tests and demonstrations: its tokens protect nothing. Start at {@link
 * io.cmesh.iam.mock.MockIam}.
 */
@NullMarked
package io.cmesh.iam.mock;

import org.jspecify.annotations.NullMarked;
