/**
 * Sessions by signed challenge, tokens as EdDSA JWTs. Start at {@link io.cmesh.iam.local.LocalIam}.
 */
@NullMarked
package io.cmesh.iam.local;

import org.jspecify.annotations.NullMarked;
