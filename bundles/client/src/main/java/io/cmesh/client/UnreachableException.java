package io.cmesh.client;

import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import java.net.URI;

/** Nobody answers at the node's URL, or the connection broke and retries did not help. */
public final class UnreachableException extends MeshException {
  private static final long serialVersionUID = 1L;

  private final Throwable reason;

  /** Says where and why. */
  public UnreachableException(URI node, Throwable reason) {
    super(
        Status.UNAVAILABLE,
        "CMESH-CLI-001",
        "no node answers at " + node + " (" + text(reason) + ")",
        "Start one with: cmesh up --detach, or name another with --node URL.");
    this.reason = reason;
  }

  @Override
  public synchronized Throwable getCause() {
    return reason;
  }

  private static String text(Throwable reason) {
    String text = reason.getMessage();
    return text == null || text.isBlank() ? reason.getClass().getSimpleName() : text;
  }
}
