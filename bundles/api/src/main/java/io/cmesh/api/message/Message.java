package io.cmesh.api.message;

import io.cmesh.api.Bytes;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The CMTP message: a request that gathers its answer.
 *
 * <p>Immutable. The payload is JSON text in UTF-8 whatever codec carried the message (an empty
 * payload is none); codecs translate it.
 *
 * @param id UUIDv7; the idempotency key
 * @param fqmn the address asked for, as the client wrote it; empty for operations that have none
 * @param headers both groups
 * @param payload of the request; in an answer, of the answer: JSON text
 * @param token a JWT; never in an answer
 * @param layers what each step added, in order; the last one's hash commits to all
 * @param resolved the FQMN that was executed, once names were resolved
 * @param status of an answer; null in a request
 * @param index of the command, where one was ordered
 */
public record Message(
    UUID id,
    String fqmn,
    Headers headers,
    Bytes payload,
    @Nullable String token,
    List<Layer> layers,
    @Nullable String resolved,
    @Nullable Status status,
    @Nullable Long index) {
  /** The only version there is. */
  public static final String VERSION = "CMTP/0";

  /** Keeps an unmodifiable copy of the layers. */
  public Message {
    layers = List.copyOf(layers);
  }

  /** A request without headers or payload. */
  public static Message request(UUID id, String fqmn, @Nullable String token) {
    return new Message(id, fqmn, Headers.NONE, Bytes.EMPTY, token, List.of(), null, null, null);
  }

  /** This message with other headers. */
  public Message withHeaders(Headers other) {
    return new Message(id, fqmn, other, payload, token, layers, resolved, status, index);
  }

  /** This message with another payload. */
  public Message withPayload(Bytes other) {
    return new Message(id, fqmn, headers, other, token, layers, resolved, status, index);
  }

  /** The status of an answer; throws {@link IllegalStateException} on a request. */
  public Status answered() {
    if (status == null) {
      throw new IllegalStateException("message " + id + " is a request: it has no status yet");
    }
    return status;
  }
}
