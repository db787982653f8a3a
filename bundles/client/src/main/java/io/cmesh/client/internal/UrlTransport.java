package io.cmesh.client.internal;

import io.cmesh.client.Transport;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * For programs that ask once and end: {@link HttpURLConnection} needs a third of the classes that
 * {@code java.net.http} loads, and starts no threads.
 */
public final class UrlTransport implements Transport {
  private static final int CONNECT_MILLIS = 5_000;
  private static final int MAX_BODY_BYTES = 64 << 20;

  @Override
  public Response send(Request request) throws IOException {
    Streaming streaming = open(request, Math.toIntExact(request.timeout().toMillis()));
    try (InputStream body = streaming.body()) {
      return new Response(streaming.status(), streaming.headers(), read(body));
    }
  }

  private static byte[] read(InputStream body) throws IOException {
    byte[] bytes = body.readNBytes(MAX_BODY_BYTES + 1);
    if (bytes.length > MAX_BODY_BYTES) {
      throw new IOException("the answer is longer than " + MAX_BODY_BYTES + " bytes");
    }
    return bytes;
  }

  @Override
  public CompletableFuture<Response> sendAsync(Request request) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return send(request);
          } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        });
  }

  @Override
  public Streaming stream(Request request) throws IOException {
    return open(request, 0);
  }

  private static Streaming open(Request request, int readMillis) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) request.uri().toURL().openConnection();
    connection.setRequestMethod(request.method());
    connection.setConnectTimeout(CONNECT_MILLIS);
    connection.setReadTimeout(readMillis);
    connection.setUseCaches(false);
    connection.setInstanceFollowRedirects(false);
    request.headers().forEach(connection::setRequestProperty);
    if (request.body().length > 0) {
      connection.setDoOutput(true);
      connection.setFixedLengthStreamingMode(request.body().length);
      try (OutputStream out = connection.getOutputStream()) {
        out.write(request.body());
      }
    }
    int status = connection.getResponseCode();
    return new Streaming(status, headers(connection), body(connection, status));
  }

  private static InputStream body(HttpURLConnection connection, int status) throws IOException {
    InputStream body =
        status >= HttpURLConnection.HTTP_BAD_REQUEST
            ? connection.getErrorStream()
            : connection.getInputStream();
    return body == null ? new ByteArrayInputStream(new byte[0]) : body;
  }

  private static Map<String, String> headers(HttpURLConnection connection) {
    Map<String, String> headers = new HashMap<>();
    for (Map.Entry<String, List<String>> entry : connection.getHeaderFields().entrySet()) {
      // The status line comes under the name null.
      if (entry.getKey() != null && !entry.getValue().isEmpty()) {
        headers.put(entry.getKey().toLowerCase(Locale.ROOT), entry.getValue().get(0));
      }
    }
    return headers;
  }

  @Override
  public void close() {
    // The JDK keeps idle connections for all and closes them itself.
  }
}
