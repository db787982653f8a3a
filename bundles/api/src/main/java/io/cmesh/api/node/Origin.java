package io.cmesh.api.node;

import io.cmesh.api.command.DedupId;
import io.cmesh.api.command.Principal;
import org.jspecify.annotations.Nullable;

/**
 * Where a request came in.
 *
 * @param door its name, for logs and metrics
 * @param remote the address of whoever sent it, or empty
 * @param as who it runs as where it has no token: only for requests that the node took in on
 *     somebody's authority, as mined lines; null otherwise
 * @param dedup what makes a retry recognisable where it is not the sender's DID and the message's
 *     id
 */
public record Origin(String door, String remote, @Nullable Principal as, @Nullable DedupId dedup) {
  /** From outside: the token says who it is. */
  public static Origin of(String door, String remote) {
    return new Origin(door, remote, null, null);
  }
}
