package io.cmesh.api.iam;

import io.cmesh.api.Bytes;
import java.util.List;

/**
 * Step 3, the node's confirmation.
 *
 * @param nonce 32 random bytes, not those of the call
 * @param rights what the session will permit, for people
 * @param signature the node's, step {@code confirm}
 */
public record SessionConfirm(Bytes nonce, List<String> rights, Bytes signature) {}
