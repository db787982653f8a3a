package io.cmesh.client;

import io.cmesh.api.message.MessageId;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * A message to be sent.
 *
 * @param id the idempotency key: sent again under the same id, it gets the first answer
 * @param headers request headers, as {@code prefer}
 */
public record MeshRequest(UUID id, String fqmn, Map<String, String> headers) {
  private static final SecureRandom RANDOM = new SecureRandom();

  /** Keeps an unmodifiable copy of the headers. */
  public MeshRequest {
    headers = Map.copyOf(headers);
  }

  /** With a new id and no headers. */
  public static MeshRequest of(String fqmn) {
    return new MeshRequest(MessageId.next(System.currentTimeMillis(), RANDOM), fqmn, Map.of());
  }

  /** With one header more. */
  public MeshRequest withHeader(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new MeshRequest(id, fqmn, more);
  }

  Doc json() {
    return Doc.of("version", "CMTP/0")
        .with("id", id.toString())
        .with("fqmn", fqmn)
        .with("headers", Map.of("request", headers, "response", Map.of()));
  }
}
