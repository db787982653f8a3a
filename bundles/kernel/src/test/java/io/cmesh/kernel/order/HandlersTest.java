package io.cmesh.kernel.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmesh.api.command.CommandHandler;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import io.cmesh.kernel.support.Commands;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class HandlersTest {
  private final Handlers handlers = new Handlers();

  @Test
  void aHandlerIsFoundByItsTypeUntilItIsTakenAway() {
    CommandHandler put = Commands.putHandler();
    handlers.add(put);
    handlers.add(put);

    assertThat(handlers.handles(Commands.PUT)).isTrue();
    assertThat(handlers.find(Commands.PUT)).isSameAs(put);
    handlers.remove(put);
    assertThat(handlers.handles(Commands.PUT)).isFalse();
    assertThat(handlers.find(Commands.PUT)).isNull();
  }

  @Test
  void aSecondHandlerOfATypeIsRefusedAndTheFirstStays() {
    CommandHandler first = Commands.putHandler();
    handlers.add(first);

    assertThatThrownBy(() -> handlers.add(Commands.putHandler()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("one handler a type");
    handlers.remove(Commands.putHandler());
    assertThat(handlers.find(Commands.PUT)).isSameAs(first);
  }

  @Test
  void aRefusalIsFoundHoweverDeepItIsWrapped() {
    MeshException refusal = new MeshException(Status.CONFLICT, "CMESH-TST-005", "taken");

    assertThat(Failures.of(new CompletionException(new CompletionException(refusal))))
        .isSameAs(refusal);
  }

  @Test
  void anythingElseIsAFailureOfAProviderWithoutItsText() {
    MeshException failure =
        Failures.of(new CompletionException(new IllegalStateException("secret")));

    assertThat(failure.status()).isEqualTo(Status.INTERNAL);
    assertThat(failure.text()).isEqualTo("a provider failed: IllegalStateException");
    assertThat(failure.getCause()).hasMessage("secret");
    assertThat(Failures.of(new CompletionException("empty", null)).code())
        .isEqualTo("CMESH-KRN-002");
  }

  @Test
  void aRefusalAsPayloadSaysWhenToComeBack() {
    MeshException late =
        MeshException.of(Status.UNAVAILABLE, "CMESH-TST-006", "a \"quoted\" text")
            .retryAfter(Duration.ofMillis(200))
            .build();

    assertThat(Refusals.payload(late).utf8())
        .isEqualTo(
            "{\"code\":\"CMESH-TST-006\",\"message\":\"a \\\"quoted\\\" text\","
                + "\"retryAfterSeconds\":1}");
  }
}
