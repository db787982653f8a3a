package io.cmesh.doors.mesh;

import io.cmesh.api.Cancellable;
import io.cmesh.api.node.Configuration;
import io.cmesh.api.provider.Settings;
import io.cmesh.http.HttpServer;
import io.cmesh.http.internal.HttpService;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The door on a real server on a free port, before a fake node. */
final class OpenDoor implements AutoCloseable {
  final FakeNode node = new FakeNode();
  final HttpService server;
  final WatchDoor watch;
  final MeshDoor door;
  private final HttpClient client = HttpClient.newHttpClient();

  OpenDoor() {
    this(Map.of());
  }

  /** With settings of the HTTP server. */
  OpenDoor(Map<String, String> http) {
    server = new HttpService(new Fixed(http), new SimpleMeterRegistry());
    watch = new WatchDoor(server);
    door = new MeshDoor(server, node, node, node, node, Duration.ofMillis(50));
  }

  HttpRequest.Builder request(String path) {
    int port = server.port(HttpServer.NODE);
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
  }

  HttpRequest.Builder as(String token, String path) {
    return request(path).header("Authorization", "Bearer " + token);
  }

  HttpResponse<String> get(String path) {
    return send(as("alice", path));
  }

  HttpResponse<String> send(String method, String token, String path, String body) {
    return send(
        as(token, path)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body)));
  }

  HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  HttpResponse<byte[]> bytes(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), BodyHandlers.ofByteArray());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  InputStream stream(String path) {
    try {
      return client.send(as("alice", path).build(), BodyHandlers.ofInputStream()).body();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    door.close();
    watch.close();
    server.close();
  }

  private record Fixed(Map<String, String> http) implements Configuration {
    @Override
    public Path home() {
      return Path.of("/");
    }

    @Override
    public Settings settings(String pid) {
      Map<String, String> all = new HashMap<>(http);
      all.put("port", "0");
      all.put("stopTimeout", "1s");
      return new Settings(pid, all);
    }

    @Override
    public List<String> pids() {
      return List.of();
    }

    @Override
    public int port(int base) {
      return base;
    }

    @Override
    public Cancellable onChange(String pid, Consumer<Settings> listener) {
      return () -> {};
    }
  }
}
