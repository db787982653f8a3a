package io.cmesh.tck.events;

import static java.util.concurrent.CompletableFuture.completedFuture;
import static org.assertj.core.api.Assertions.assertThat;

import io.cmesh.api.Bytes;
import io.cmesh.api.Cancellable;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // a resource that is only to be closed
abstract class RequestRules extends EventBusRules {
  private static final Duration LONG = Duration.ofSeconds(20);

  RequestRules(EventBusKit kit) {
    super(kit);
  }

  @Test
  @DisplayName("and completes with the reply")
  void theReplyComesBack() {
    try (Cancellable serving =
        bus.serve("ask.me", "q", asked -> completedFuture(asked.concat(Bytes.utf8("!"))))) {
      assertThat(ask("ask.me", "hello", LONG)).isEqualTo("hello!");
    }
  }

  @Test
  @DisplayName("503 where nobody serves, or no longer")
  void nobodyServes() {
    assertRefused(() -> ask("ask.nobody", "x", LONG), Status.UNAVAILABLE);

    bus.serve("ask.me", "q", CompletableFuture::completedFuture).close();
    assertRefused(() -> ask("ask.me", "x", LONG), Status.UNAVAILABLE);
  }

  @Test
  @DisplayName("504 where no reply comes in time")
  void noReplyInTime() {
    try (Cancellable serving = bus.serve("ask.me", "q", asked -> new CompletableFuture<>())) {
      assertRefused(() -> ask("ask.me", "x", Duration.ofMillis(50)), Status.TIMEOUT);
    }
  }

  @Test
  @DisplayName("one of several with the same queue each time, and every one gets its share")
  void oneOfAQueueGetsEachRequest() {
    AtomicInteger one = new AtomicInteger();
    AtomicInteger two = new AtomicInteger();
    try (Cancellable first = bus.serve("ask.me", "q", counting(one));
        Cancellable second = bus.serve("ask.me", "q", counting(two))) {
      for (int i = 0; i < 100; i++) {
        assertThat(ask("ask.me", "x", LONG)).isEqualTo("x");
      }

      assertThat(one.get() + two.get()).isEqualTo(100);
      assertThat(one).hasPositiveValue();
      assertThat(two).hasPositiveValue();
    }
  }

  private static java.util.function.Function<Bytes, java.util.concurrent.CompletionStage<Bytes>>
      counting(AtomicInteger calls) {
    return asked -> {
      calls.incrementAndGet();
      return completedFuture(asked);
    };
  }

  @Test
  @DisplayName("a typed failure where the responder fails")
  void aFailingResponderIsAFailure() {
    try (Cancellable serving =
        bus.serve(
            "ask.me",
            "q",
            asked -> {
              throw new IllegalStateException("the responder's own fault");
            })) {
      assertRefused(() -> ask("ask.me", "x", LONG), Status.INTERNAL);
    }
    try (Cancellable serving =
        bus.serve(
            "ask.me",
            "q",
            asked ->
                CompletableFuture.failedFuture(
                    new MeshException(Status.INTERNAL, "CMESH-TST-001", "told so")))) {
      assertRefused(() -> ask("ask.me", "x", LONG), Status.INTERNAL);
    }
  }

  @Test
  @DisplayName("without storing anything")
  void requestsAreNotStored() {
    try (Cancellable serving = bus.serve("demo.ask", "q", CompletableFuture::completedFuture)) {
      ask("demo.ask", "x", LONG);

      assertThat(bus.lastOf("demo")).isEmpty();
    }
  }

  @Test
  @DisplayName("no malformed subject: 400")
  void badSubjectsAreRefused() {
    assertRefused(() -> ask("ask.*", "x", LONG), Status.BAD_REQUEST);
    assertRefused(
        () -> bus.serve("ask..x", "q", CompletableFuture::completedFuture), Status.BAD_REQUEST);
  }

  private String ask(String subject, String payload, Duration timeout) {
    return completed(bus.request(subject, Bytes.utf8(payload), timeout)).utf8();
  }
}
