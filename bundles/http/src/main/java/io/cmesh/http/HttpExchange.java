package io.cmesh.http;

import io.cmesh.api.Bytes;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * One request and its answer. Reading is thread-safe; the answer is given once, by one of {@link
 * #respond}, {@link #fail} and {@link #stream}: a second one throws {@link IllegalStateException}.
 */
@ProviderType
public interface HttpExchange {
  /** The type of JSON. */
  String JSON = "application/json";

  /** The method, in upper case. */
  String method();

  /** The path as on the wire: percent-encoded, parameters included, without the query. */
  String path();

  /** What follows the {@code ?}, as on the wire; null where there is none. */
  @Nullable String query();

  /** The first request header of that name, whatever its case; null where there is none. */
  @Nullable String header(String name);

  /** The token of {@code Authorization: Bearer}; null where there is none. */
  @Nullable String bearer();

  /** The whole body; empty where there is none. At most {@code maxBodyBytes} of the listener. */
  Bytes body();

  /** The sender's IP address. */
  String remote();

  /** Whether the sender is on this machine. */
  boolean isLoopback();

  /** Sets a header of the answer, before the answer is given; returns this. */
  HttpExchange set(String name, String value);

  /**
   * Answers. 401 gets its {@code WWW-Authenticate}, 429 and 503 a {@code Retry-After} of a second
   * where none was set.
   *
   * @param status an HTTP status
   * @param type the {@code Content-Type}
   */
  void respond(int status, String type, Bytes body);

  /**
   * Answers a failure as {@code {code, message, hint}}: a {@link io.cmesh.api.error.MeshException}
   * with its status and delay, anything else as 500, logged.
   */
  void fail(Throwable failure);

  /**
   * Runs {@code work} on a thread that may wait; what it throws is answered as {@link #fail} does.
   * For handlers that usually need not wait.
   */
  void offload(Runnable work);

  /** Begins an answer without an end in sight. The idle timeout does not apply to it. */
  HttpStream stream(int status, String type);
}
