package io.cmesh.client.internal;

import io.cmesh.client.Transport;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** For programs that stay: {@code java.net.http} over HTTP/1.1, connections kept alive. */
public final class HttpTransport implements Transport {
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  @Override
  public Response send(Request request) throws IOException, InterruptedException {
    return response(http.send(http(request), BodyHandlers.ofByteArray()));
  }

  @Override
  public CompletableFuture<Response> sendAsync(Request request) {
    return http.sendAsync(http(request), BodyHandlers.ofByteArray())
        .thenApply(HttpTransport::response);
  }

  @Override
  public Streaming stream(Request request) throws IOException, InterruptedException {
    HttpResponse<InputStream> response = http.send(http(request), BodyHandlers.ofInputStream());
    return new Streaming(response.statusCode(), headers(response.headers()), response.body());
  }

  private static HttpRequest http(Request request) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(request.uri())
            .timeout(request.timeout())
            .method(
                request.method(),
                request.body().length == 0
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofByteArray(request.body()));
    request.headers().forEach(builder::setHeader);
    return builder.build();
  }

  private static Response response(HttpResponse<byte[]> response) {
    return new Response(response.statusCode(), headers(response.headers()), response.body());
  }

  private static Map<String, String> headers(HttpHeaders headers) {
    Map<String, String> first = new HashMap<>();
    headers.map().forEach((name, all) -> first.put(name.toLowerCase(Locale.ROOT), all.get(0)));
    return first;
  }

  @Override
  public void close() {
    // HttpClient of Java 17 has no close: its threads end when it is collected.
  }
}
