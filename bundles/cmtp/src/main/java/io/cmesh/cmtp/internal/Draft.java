package io.cmesh.cmtp.internal;

import io.cmesh.api.Bytes;
import io.cmesh.api.message.Headers;
import io.cmesh.api.message.Layer;
import io.cmesh.api.message.Message;
import io.cmesh.api.message.Status;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Gathers a message's fields while a codec reads them; checks what both codecs check. */
final class Draft {
  private boolean version;
  private @Nullable UUID id;
  private @Nullable String fqmn;
  Headers headers = Headers.NONE;
  Bytes payload = Bytes.EMPTY;
  @Nullable String token;
  List<Layer> layers = List.of();
  @Nullable String resolved;
  private @Nullable Status status;
  @Nullable Long index;

  void version(String text, long offset) {
    if (!text.equals(Message.VERSION)) {
      throw Refusal.field(
          offset, "version " + Json.quote(text) + " (expected: \"" + Message.VERSION + "\")");
    }
    version = true;
  }

  void id(UUID value) {
    id = value;
  }

  void fqmn(String text) {
    fqmn = text;
  }

  void status(long code, long offset) {
    status = statusOf(code, offset);
  }

  /** A status by its number. */
  static Status statusOf(long code, long offset) {
    try {
      return Status.ofCode(Math.toIntExact(code));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw Refusal.field(offset, "status " + code + " (expected: one of CMTP's)");
    }
  }

  /** What one layer needs: all nine, each once. */
  static final class OfLayer {
    @Nullable String step;
    @Nullable String role;
    @Nullable String provider;
    @Nullable Long start;
    @Nullable Long end;
    @Nullable Status outcome;
    @Nullable Bytes given;
    @Nullable Bytes made;
    @Nullable Bytes hash;

    Layer layer(long offset) {
      return new Layer(
          present(step, "step", offset),
          present(role, "role", offset),
          present(provider, "provider", offset),
          present(start, "start", offset),
          present(end, "end", offset),
          present(outcome, "outcome", offset),
          present(given, "given", offset),
          present(made, "made", offset),
          present(hash, "hash", offset));
    }
  }

  Message message(long offset) {
    if (!version) {
      throw missing("version", offset);
    }
    return new Message(
        present(id, "id", offset),
        present(fqmn, "fqmn", offset),
        headers,
        payload,
        token,
        layers,
        resolved,
        status,
        index);
  }

  private static <T> T present(@Nullable T value, String field, long offset) {
    if (value == null) {
      throw missing(field, offset);
    }
    return value;
  }

  private static RuntimeException missing(String field, long offset) {
    return Refusal.field(offset, "no field \"" + field + "\" (expected: one)");
  }

  /** Headers from their two groups, either of which may be absent. */
  static Headers headers(
      @Nullable Map<String, String> request, @Nullable Map<String, String> response) {
    return new Headers(
        request == null ? Map.of() : request, response == null ? Map.of() : response);
  }
}
