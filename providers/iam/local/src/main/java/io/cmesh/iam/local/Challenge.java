package io.cmesh.iam.local;

import io.cmesh.api.Bytes;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A handshake under way.
 *
 * @param called the nonce of the node's call
 * @param confirmed the nonce of the node's confirmation; null until the client has answered
 * @param rights what the session will permit, for people
 */
record Challenge(
    UUID id,
    String did,
    Bytes called,
    @Nullable Bytes confirmed,
    List<String> rights,
    Instant expires) {
  Challenge confirmedBy(Bytes nonce) {
    return new Challenge(id, did, called, nonce, rights, expires);
  }
}
