/** What the client's classes share: JSON, HTTP, Ed25519. */
@NullMarked
package io.cmesh.client.internal;

import org.jspecify.annotations.NullMarked;
