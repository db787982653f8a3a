package io.cmesh.kernel.dispatch;

import io.cmesh.api.Bytes;
import io.cmesh.api.message.Status;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What executing a request came to: a status and a payload, JSON text. */
record Answer(Status status, Bytes payload) {
  static Answer ok(Bytes payload) {
    return new Answer(Status.OK, payload);
  }

  static Answer ok(String json) {
    return ok(Bytes.utf8(json));
  }

  CompletionStage<Answer> now() {
    return CompletableFuture.completedFuture(this);
  }
}
