package io.cmesh.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** How requests travel. Thread-safe. */
public interface Transport extends AutoCloseable {
  /**
   * A request.
   *
   * @param body empty for none
   * @param timeout for the whole answer
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Request(
      String method, URI uri, Map<String, String> headers, byte[] body, Duration timeout) {}

  /**
   * An answer.
   *
   * @param headers by lower-case name, the first value of each
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Response(int status, Map<String, String> headers, byte[] body) {}

  /**
   * An answer that goes on.
   *
   * @param body close it to end the answer
   */
  record Streaming(int status, Map<String, String> headers, InputStream body) {}

  /** Sends and waits. */
  Response send(Request request) throws IOException, InterruptedException;

  /** Sends without waiting. */
  CompletableFuture<Response> sendAsync(Request request);

  /** Sends and hands over the body as it comes; the timeout is that of its beginning. */
  Streaming stream(Request request) throws IOException, InterruptedException;

  @Override
  void close();
}
