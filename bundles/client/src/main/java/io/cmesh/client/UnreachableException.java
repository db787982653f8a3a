package io.cmesh.client;

import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import java.net.URI;

/** Nobody answers at the node's URL, or the connection broke and retries did not help. */
public final class UnreachableException extends MeshException {
  private static final long serialVersionUID = 1L;

  /** Says where and why. */
  public UnreachableException(URI node, Throwable cause) {
    super(
        Status.UNAVAILABLE,
        "CMESH-CLI-001",
        "no node answers at " + node + " (" + reason(cause) + ")",
        "Start one with: cmesh up --detach, or name another with --node URL.");
    initCause(cause);
  }

  private static String reason(Throwable cause) {
    String text = cause.getMessage();
    return text == null || text.isBlank() ? cause.getClass().getSimpleName() : text;
  }
}
