package io.cmesh.itests.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cmesh.client.Answer;
import io.cmesh.client.MeshClient;
import io.cmesh.client.SessionOpener;
import io.cmesh.client.TokenSource;
import io.cmesh.client.identity.Root;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A real node in a process of its own, started by the real {@code cmesh} from the real
 * distribution, with a home and a port offset of its own; driven by the command line, HTTP and
 * signals. {@link #close()} leaves no process behind.
 */
public final class NodeProcess implements AutoCloseable {
  private static final Duration COMMAND = Duration.ofSeconds(60);

  private final Path directory;
  private final Path home;
  private final int offset;
  private final Map<String, String> environment = new HashMap<>();
  private final HttpClient http = HttpClient.newHttpClient();
  private final Root root = Root.generate(new SecureRandom());

  private NodeProcess(Path directory, Path home) {
    this.directory = directory;
    this.home = home;
    this.offset = Ports.freeOffset();
    environment.put("CMESH_HOME", home.toString());
    environment.put("CMESH_CONFIG", directory.resolve("config").toString());
  }

  /** A node below {@code directory}, not yet started. */
  public static NodeProcess in(Path directory) {
    return new NodeProcess(directory, directory.resolve("home"));
  }

  /** A node whose home lies elsewhere. */
  public static NodeProcess in(Path directory, Path home) {
    return new NodeProcess(directory, home);
  }

  /** Starts it with an environment variable more. */
  public NodeProcess environment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** Starts it and waits until it is ready; {@code options} are those of {@code cmesh up}. */
  public NodeProcess up(String... options) {
    tryUp(options).exits(0);
    return this;
  }

  /** Tries to start it. */
  public CommandResult tryUp(String... options) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("up", "--detach", "--offset", Integer.toString(offset)));
    arguments.addAll(List.of(options));
    return cmesh(arguments.toArray(String[]::new));
  }

  /** Stops it cleanly. */
  public void down() {
    long pid = pid();
    cmesh("down").exits(0);
    awaitEnd(pid);
  }

  /** Ends it as a power failure would, as far as a process can. */
  public void kill9() {
    long pid = pid();
    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    awaitEnd(pid);
  }

  private static void awaitEnd(long pid) {
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> ProcessHandle.of(pid).map(handle -> !handle.isAlive()).orElse(true));
  }

  /** Its process id. */
  public long pid() {
    return Long.parseLong(Checkout.read(home.resolve("cmesh.pid")).strip());
  }

  /** Whether its process runs. */
  public boolean isRunning() {
    return Files.exists(home.resolve("cmesh.pid"))
        && ProcessHandle.of(pid()).map(ProcessHandle::isAlive).orElse(false);
  }

  /** Its home. */
  public Path home() {
    return home;
  }

  /** Its URL. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + (6470 + offset));
  }

  /** What is added to its ports. */
  public int offset() {
    return offset;
  }

  /** The environment that commands run in. */
  public Map<String, String> environment() {
    return Map.copyOf(environment);
  }

  /** Runs {@code cmesh} with these arguments, in the test's directory. */
  public CommandResult cmesh(String... arguments) {
    return cmesh(COMMAND, arguments);
  }

  /** The same, with a limit of its own. */
  public CommandResult cmesh(Duration limit, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Checkout.distribution().resolve("cmesh").toString());
    command.addAll(List.of(arguments));
    return Commands.run(directory, environment, limit, command);
  }

  /** A client with a session of the identity {@code name}, opened now. */
  public MeshClient as(String name) {
    MeshClient client = MeshClient.of(url());
    return client.with(TokenSource.fixed(token(name)));
  }

  /** A token of the identity {@code name}, from a session opened now. */
  public String token(String name) {
    try (MeshClient client = MeshClient.of(url())) {
      return new SessionOpener(client).open(root.identity(name), Optional.empty()).tokens().token();
    }
  }

  /** The DID of the identity {@code name}. */
  public String did(String name) {
    return root.identity(name).did();
  }

  /** Asserts that a call is answered 200 and returns its payload as JSON. */
  public static String payload(Answer answer) {
    assertThat(answer.status()).as(answer.message().toString()).isEqualTo(200);
    return answer.payloadJson();
  }

  /** One HTTP request; headers in pairs of name and value. */
  public HttpResponse<String> http(String method, String path, byte[] body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url() + path))
            .timeout(Duration.ofSeconds(30))
            .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** One GET. */
  public HttpResponse<String> get(String path, String... headers) {
    return http("GET", path, new byte[0], headers);
  }

  @Override
  public void close() {
    if (isRunning()) {
      kill9();
    }
  }
}
