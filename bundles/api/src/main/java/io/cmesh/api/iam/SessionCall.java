package io.cmesh.api.iam;

import io.cmesh.api.Bytes;
import java.util.UUID;

/**
 * Step 2, the node's call.
 *
 * @param id of the session to be
 * @param nonce 32 random bytes
 * @param nodeDid who calls
 * @param signature the node's, step {@code call}
 */
public record SessionCall(UUID id, Bytes nonce, String nodeDid, Bytes signature) {}
