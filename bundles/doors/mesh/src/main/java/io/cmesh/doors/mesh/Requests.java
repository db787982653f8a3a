package io.cmesh.doors.mesh;

import io.cmesh.api.Bytes;
import io.cmesh.api.message.Headers;
import io.cmesh.api.message.Message;
import io.cmesh.api.message.MessageId;
import io.cmesh.api.node.Origin;
import io.cmesh.cmtp.JsonText;
import io.cmesh.http.HttpExchange;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Makes messages of HTTP requests. */
final class Requests {
  /** The door's name, in logs and metrics. */
  static final String DOOR = "mesh";

  private static final int UUID_LENGTH = 36;
  private static final int LONGEST_PAYLOAD = 64 * 1024;

  private Requests() {}

  static Origin origin(HttpExchange exchange) {
    return Origin.of(DOOR, exchange.remote());
  }

  /** A message for an FQMN. */
  static Message message(HttpExchange exchange, String fqmn) {
    return new Message(
        id(exchange),
        fqmn,
        headers(exchange),
        Bytes.EMPTY,
        exchange.bearer(),
        List.of(),
        null,
        null,
        null);
  }

  /** A message for an operation without FQMN: its body is its payload, so that hashes cover it. */
  static Message operation(HttpExchange exchange) {
    Message message = message(exchange, "");
    Bytes body = exchange.body();
    boolean fits = !body.isEmpty() && body.size() <= LONGEST_PAYLOAD && JsonText.isValid(body);
    return fits ? message.withPayload(body) : message;
  }

  private static Headers headers(HttpExchange exchange) {
    String prefer = exchange.header("Prefer");
    return prefer == null ? Headers.NONE : new Headers(Map.of("prefer", prefer), Map.of());
  }

  private static UUID id(HttpExchange exchange) {
    String key = exchange.header("Idempotency-Key");
    return key == null
        ? MessageId.next(System.currentTimeMillis(), ThreadLocalRandom.current())
        : uuid(key);
  }

  private static UUID uuid(String key) {
    try {
      if (key.length() == UUID_LENGTH) {
        return UUID.fromString(key);
      }
    } catch (IllegalArgumentException e) {
      throw DoorErrors.badKey(key);
    }
    throw DoorErrors.badKey(key);
  }

  /** The caller's token; throws 401 where there is none. */
  static String token(HttpExchange exchange) {
    return required(exchange.bearer());
  }

  private static String required(@Nullable String token) {
    if (token == null || token.isEmpty()) {
      throw DoorErrors.noToken();
    }
    return token;
  }

  /** As {@link #requireMethod}, where nobody is told without a token: throws 401 then. */
  static void requireMethodOfSession(HttpExchange exchange, String allowed) {
    if (!isMethod(exchange, allowed)) {
      token(exchange);
    }
    requireMethod(exchange, allowed);
  }

  /** Throws 405, with what is allowed, unless the method is {@code allowed}. */
  static void requireMethod(HttpExchange exchange, String allowed) {
    if (!isMethod(exchange, allowed)) {
      exchange.set("Allow", allowed);
      throw DoorErrors.badMethod(exchange.method(), allowed);
    }
  }

  private static boolean isMethod(HttpExchange exchange, String allowed) {
    String method = exchange.method();
    return method.equals(allowed) || (method.equals("HEAD") && allowed.equals("GET"));
  }

  /**
   * The fields of a JSON body. What a browser's form can send without asking is refused: it would
   * come from any page.
   */
  static Fields fields(HttpExchange exchange) {
    String type = exchange.header("Content-Type");
    if (type != null && MediaTypes.isForm(type)) {
      throw DoorErrors.badType(type, HttpExchange.JSON);
    }
    return Fields.of(exchange.body());
  }
}
