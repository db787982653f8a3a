package io.cmesh.client;

import io.cmesh.api.message.Status;
import io.cmesh.client.internal.Json;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a node answered: a whole message, or, where the request got no message, an error alone.
 *
 * @param status of the message; HTTP's where there is none
 * @param message as the node sent it
 * @param retryAfter when the node asks to be asked again
 */
public record Answer(int status, Doc message, Optional<Duration> retryAfter) {
  /** Whether it is a 2xx. */
  public boolean ok() {
    return status >= 200 && status < 300;
  }

  /** Whether asking again, with the same id, may bring another answer: 429, 503, 504. */
  public boolean retryable() {
    return status == Status.TOO_MANY_REQUESTS.code()
        || status == Status.UNAVAILABLE.code()
        || status == Status.TIMEOUT.code();
  }

  /** Whether it is a whole message. */
  public boolean whole() {
    return message.has("status") && message.has("id");
  }

  /** The payload as JSON values; null where there is none. */
  public @Nullable Object payload() {
    return whole() ? message.value("payload") : message.fields();
  }

  /** The payload as one line of JSON; empty where there is none. */
  public String payloadJson() {
    Object payload = payload();
    return payload == null && !message.has("payload") ? "" : Json.write(payload);
  }

  /** Of a refusal: {@code code}, {@code message}, {@code hint}. */
  public Doc error() {
    return whole() ? message.object("payload") : message;
  }

  /** Itself; throws {@link RefusedException} unless it is a 2xx. */
  public Answer orThrow() {
    if (!ok()) {
      throw new RefusedException(this);
    }
    return this;
  }
}
