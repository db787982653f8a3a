package io.cmesh.client.cli;

import io.cmesh.client.SessionTokens;
import io.cmesh.client.internal.UrlTransport;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Runs the usual commands once, against a stand-in for a node, so that the classes they need come
 * into the archive that the next start maps instead of loading them. The script runs it once a
 * build.
 */
public final class Warm {
  private static final String MESSAGE =
      "{\"version\":\"CMTP/0\",\"id\":\"0\",\"fqmn\":\"0xI:whoami\",\"status\":200,"
          + "\"payload\":{\"did\":\"x\",\"n\":1,\"f\":1.5,\"b\":true,\"l\":[null]},\"layers\":[],"
          + "\"names\":[{\"name\":\"a\",\"target\":\"b\",\"owner\":\"c\"}],\"roles\":[{\"role\":\"STATE\","
          + "\"health\":{\"grade\":\"OK\",\"text\":\"\"}}]}";
  private static final String REFUSAL =
      "{\"version\":\"CMTP/0\",\"id\":\"0\",\"fqmn\":\"x\",\"status\":404,"
          + "\"payload\":{\"code\":\"CMESH-X-001\",\"message\":\"none\",\"hint\":\"none\"}}";

  private final ServerSocket server;
  private final Path directory;
  private volatile String body = MESSAGE;

  private Warm(ServerSocket server, Path directory) {
    this.server = server;
    this.directory = directory;
  }

  /** Warms and ends. */
  public static void main(String[] args) throws IOException {
    Path directory = Files.createTempDirectory("cmesh-warm-");
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Warm warm = new Warm(server, directory);
      Thread thread = new Thread(warm::serve, "warm");
      thread.setDaemon(true);
      thread.start();
      warm.run();
    } finally {
      delete(directory);
    }
    System.exit(0);
  }

  private void run() {
    URI node = URI.create("http://127.0.0.1:" + server.getLocalPort());
    SessionTokens tokens = new SessionTokens("t", "r", Instant.MAX);
    KnownNode known = new KnownNode(node, Optional.of("d"), Optional.of("a"), Map.of());
    new Store(directory).save(known.with("d", "a", new KnownNode.Entry("d", "f", tokens)));
    String[] url = {"--node", node.toString()};
    cli(url, "call", "0xI:whoami");
    cli(url, "call", "0xI:whoami", "-o", "json");
    cli(url, "call", "0xI:whoami", "-o", "yaml");
    cli(url, "whoami");
    cli(url, "status");
    cli(url, "name", "list");
    cli(url, "name", "register", "a.mcom", "0xS:0x1");
    cli(url, "events", "list");
    cli(url, "permission", "list");
    cli(url, "call", "--help");
    cli(url, "call", "--unknown");
    body = REFUSAL;
    cli(url, "call", "x");
    cli(url, "call", "x", "-o", "json");
  }

  private void cli(String[] url, String... args) {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    World world =
        new World(
            nowhere,
            nowhere,
            new ByteArrayInputStream(new byte[0]),
            Map.of("CMESH_CONFIG", directory.toString()),
            directory,
            directory,
            false,
            false,
            false,
            Clock.systemUTC(),
            UrlTransport::new);
    new Cli(world).run(Stream.of(url, args).flatMap(Stream::of).toArray(String[]::new));
  }

  private void serve() {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        answer(socket);
      } catch (IOException e) {
        // A connection less; the archive will lack a few classes at most.
      }
    }
  }

  private void answer(Socket socket) throws IOException {
    BufferedReader in =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
    int length = 0;
    for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
      if (line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(line.substring(15).strip());
      }
    }
    in.skip(length);
    String head =
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: ";
    socket
        .getOutputStream()
        .write((head + body.length() + "\r\n\r\n" + body).getBytes(StandardCharsets.US_ASCII));
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> below = Files.walk(directory)) {
      for (Path path : below.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
