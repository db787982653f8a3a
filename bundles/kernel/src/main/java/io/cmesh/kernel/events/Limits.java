package io.cmesh.kernel.events;

import io.cmesh.api.Cancellable;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import io.cmesh.api.provider.Scheduler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Waits no longer than somebody else can be kept waiting. */
public final class Limits {
  private Limits() {}

  /**
   * Completes as {@code work} does, or with a 504 after {@code limit}: whatever comes of it then
   * comes of it unheard.
   *
   * @param what is waited for, for the error's text
   */
  public static <T> CompletionStage<T> within(
      Scheduler scheduler, Duration limit, String what, CompletionStage<T> work) {
    CompletableFuture<T> bounded = new CompletableFuture<>();
    Cancellable timer =
        scheduler.after(limit, () -> bounded.completeExceptionally(late(what, limit)));
    work.whenComplete(
        (value, failure) -> {
          timer.close();
          if (failure == null) {
            bounded.complete(value);
          } else {
            bounded.completeExceptionally(failure);
          }
        });
    return bounded;
  }

  private static MeshException late(String what, Duration limit) {
    return new MeshException(
        Status.TIMEOUT,
        "CMESH-SWP-015",
        what + " is not done after " + limit.toMillis() + " ms",
        "Others wait for it: the provider that serves goes on.");
  }
}
