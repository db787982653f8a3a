/** JSON and CBOR piece by piece; not exported. */
@NullMarked
package io.cmesh.cmtp.internal;

import org.jspecify.annotations.NullMarked;
