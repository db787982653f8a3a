package io.cmesh.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmesh.api.Bytes;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class LoneTransportTest {
  private final LoneTransport transport = new LoneTransport("alone");

  @Test
  void aCallOfAnotherNodeIsAnswered503AndNamesBoth() {
    CompletableFuture<Bytes> answer =
        transport.call("other", "service", Bytes.utf8("hello")).toCompletableFuture();

    assertThatThrownBy(answer::join)
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOfSatisfying(
            MeshException.class,
            e -> {
              assertThat(e.status()).isEqualTo(Status.UNAVAILABLE);
              assertThat(e.code()).isEqualTo("CMESH-NET-001");
              assertThat(e.text()).contains("other").contains("alone");
            });
  }

  @Test
  void nobodyCallsAServiceOfALoneNode() {
    int[] calls = {0};

    transport
        .serve(
            "service",
            request -> {
              calls[0]++;
              return CompletableFuture.completedFuture(request);
            })
        .close();

    assertThat(calls[0]).isZero();
    assertThat(transport.self()).isEqualTo("alone");
  }
}
