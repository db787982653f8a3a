package io.cmesh.kernel.order;

import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import java.util.concurrent.CompletionException;

/** Turns whatever was thrown into what a caller is told. */
public final class Failures {
  private Failures() {}

  /**
   * The {@link MeshException} that {@code failure} is or is wrapped in; anything else becomes a
   * 500.
   */
  public static MeshException of(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof MeshException refusal) {
      return refusal;
    }
    return MeshException.of(
            Status.INTERNAL,
            "CMESH-KRN-002",
            "a provider failed: " + cause.getClass().getSimpleName())
        .hint("The node's log tells more, under this message's id.")
        .cause(cause)
        .build();
  }
}
