package io.cmesh.api.provider;

import io.cmesh.api.Bytes;
import io.cmesh.api.Cancellable;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Messages between nodes. Thread-safe. A node on its own has nobody to call: 503. */
public interface Transport {
  /** This node's name. */
  String self();

  /** Calls a service of another node; completes exceptionally with 503 or 504. */
  CompletionStage<Bytes> call(String node, String service, Bytes request);

  /** Serves calls of other nodes. */
  Cancellable serve(String service, Function<Bytes, CompletionStage<Bytes>> responder);
}
