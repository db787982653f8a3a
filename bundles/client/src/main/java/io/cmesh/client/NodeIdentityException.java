package io.cmesh.client;

import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import java.net.URI;

/** The node is not the one known by this URL, or its signature is not its own. */
public final class NodeIdentityException extends MeshException {
  private static final long serialVersionUID = 1L;

  private NodeIdentityException(String code, String message, String hint) {
    super(Status.UNAUTHORIZED, code, message, hint);
  }

  /** The node presents another DID than the one pinned at first contact. */
  static NodeIdentityException changed(URI node, String pinned, String presented) {
    return new NodeIdentityException(
        "CMESH-CLI-003",
        "the node at " + node + " presents " + presented + " (expected: " + pinned + ", pinned)",
        "If you set this node up anew, run: cmesh login --forget; if not, somebody is between.");
  }

  /** A signature of the handshake does not verify. */
  static NodeIdentityException forged(URI node, String step, String did) {
    return new NodeIdentityException(
        "CMESH-CLI-004",
        "the signature of the step " + step + " is not that of " + did,
        "Do not trust what answers at " + node + ": it has not the node's key.");
  }
}
