package io.cmesh.runtime;

import io.cmesh.api.Bytes;
import io.cmesh.api.Cancellable;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import io.cmesh.api.provider.Transport;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * The transport of a node on its own.
 *
 * @param self the node's name
 */
public record LoneTransport(String self) implements Transport {
  @Override
  public CompletionStage<Bytes> call(String node, String service, Bytes request) {
    return CompletableFuture.failedFuture(
        new MeshException(
            Status.UNAVAILABLE,
            "CMESH-NET-001",
            "node: " + node + " (expected: " + self + ", which is on its own)"));
  }

  @Override
  public Cancellable serve(String service, Function<Bytes, CompletionStage<Bytes>> responder) {
    return () -> {};
  }
}
