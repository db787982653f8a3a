package io.cmesh.http.internal;

import io.cmesh.api.provider.Settings;
import io.cmesh.http.HttpHandler;
import io.cmesh.http.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A server on a free port, and a client for it. */
final class RunningServer implements AutoCloseable {
  final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  final NodeServer server;
  final HttpClient client = HttpClient.newHttpClient();

  RunningServer(String... keysAndValues) {
    Map<String, String> values = new java.util.HashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      values.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    Map<String, HttpSettings.Listener> listeners =
        Map.of(
            "node", new HttpSettings.Listener("127.0.0.1", 0),
            "other", new HttpSettings.Listener("127.0.0.1", 0));
    server =
        new NodeServer(
            HttpSettings.of(new Settings(HttpSettings.PID, values), listeners), registry);
  }

  RunningServer with(String prefix, HttpHandler handler) {
    server.register(HttpServer.NODE, prefix, handler);
    return this;
  }

  int port() {
    return server.port(HttpServer.NODE);
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path));
  }

  HttpResponse<String> get(String path) {
    return send(request(path).build());
  }

  HttpResponse<String> send(HttpRequest request) {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Sends bytes as they are and reads until the server closes. */
  String raw(String request) {
    try (Socket socket = new Socket("127.0.0.1", port())) {
      socket.setSoTimeout(5000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
