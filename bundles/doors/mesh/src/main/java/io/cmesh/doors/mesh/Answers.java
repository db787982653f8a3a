package io.cmesh.doors.mesh;

import io.cmesh.api.message.Message;
import io.cmesh.api.message.Status;
import io.cmesh.http.HttpExchange;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Gives a message back as an HTTP answer. */
final class Answers {
  private static final int LONGEST_HEADER = 4096;
  private static final String DELAY = "\"retryAfterSeconds\":";

  private Answers() {}

  /** Answers with the payload alone once the stage is complete. */
  static void payload(HttpExchange exchange, CompletionStage<Message> stage) {
    then(exchange, stage, Answers::payload);
  }

  /** Answers with the whole message once the stage is complete, in the form of {@code Accept}. */
  static void whole(
      HttpExchange exchange, CompletionStage<Message> stage, MediaTypes.Form otherwise) {
    MediaTypes.Form form = MediaTypes.ofAnswer(exchange.header("Accept"), otherwise);
    then(exchange, stage, (x, message) -> whole(x, message, form));
  }

  /** Answers what a stage comes to; {@code {}} for nothing. */
  static <T> void then(
      HttpExchange exchange, CompletionStage<T> stage, BiConsumer<HttpExchange, T> answer) {
    CompletableFuture<T> future = stage.toCompletableFuture();
    if (future.isDone() && !future.isCompletedExceptionally()) {
      answer.accept(exchange, future.join());
      return;
    }
    stage.whenComplete((value, failure) -> complete(exchange, value, failure, answer));
  }

  private static <T> void complete(
      HttpExchange exchange,
      T value,
      @Nullable Throwable failure,
      BiConsumer<HttpExchange, T> answer) {
    if (failure != null) {
      exchange.fail(failure);
      return;
    }
    try {
      answer.accept(exchange, value);
    } catch (RuntimeException e) {
      exchange.fail(e);
    }
  }

  private static void payload(HttpExchange exchange, Message message) {
    exchange.set("CMTP-Id", message.id().toString());
    if (message.index() != null) {
      exchange.set("CMTP-Index", message.index().toString());
    }
    String resolved = message.resolved();
    if (resolved != null && resolved.length() <= LONGEST_HEADER) {
      exchange.set("CMTP-Resolved", HeaderText.encode(resolved));
    }
    Status status = delayed(exchange, message);
    exchange.respond(status.code(), HttpExchange.JSON, message.payload());
  }

  private static void whole(HttpExchange exchange, Message message, MediaTypes.Form form) {
    Status status = delayed(exchange, message);
    exchange.respond(status.code(), form.type(), form.codec().encode(message));
  }

  private static Status delayed(HttpExchange exchange, Message message) {
    Status status = message.answered();
    if (status == Status.UNAVAILABLE || status == Status.TOO_MANY_REQUESTS) {
      exchange.set("Retry-After", delaySeconds(message.payload().utf8()));
    }
    return status;
  }

  /** The delay that the kernel wrote into the payload; a second where it wrote none. */
  private static String delaySeconds(String payload) {
    int start = payload.lastIndexOf(DELAY) + DELAY.length();
    int end = start;
    while (payload.contains(DELAY) && end < payload.length() && digit(payload.charAt(end))) {
      end++;
    }
    return end > start && end - start < 6 ? payload.substring(start, end) : "1";
  }

  private static boolean digit(char c) {
    return c >= '0' && c <= '9';
  }
}
