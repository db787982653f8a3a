package io.cmesh.client;

import io.cmesh.api.message.Status;
import io.cmesh.client.internal.HttpTransport;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A client of one node.
 *
 * <pre>{@code
 * try (MeshClient client = MeshClient.of(URI.create("http://127.0.0.1:6470"))) {
 *   Session session = new SessionOpener(client).open(root.identity("alice"), Optional.empty());
 *   Answer answer = client.with(TokenSource.fixed(session.tokens().token()))
 *       .call("0xS:0x001:hello_world");
 * }
 * }</pre>
 *
 * <p>A request that the node answers with 429, 503 or 504, or whose connection breaks, is sent
 * again under the same id, after the delay that the node names: it is done once. Thread-safe.
 */
public final class MeshClient implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final URI node;
  private final Transport transport;
  private final TokenSource tokens;
  private final RetryPolicy retries;

  private MeshClient(URI node, Transport transport, TokenSource tokens, RetryPolicy retries) {
    this.node = node;
    this.transport = transport;
    this.tokens = tokens;
    this.retries = retries;
  }

  /** A client without tokens, over {@code java.net.http}. */
  public static MeshClient of(URI node) {
    return over(node, new HttpTransport());
  }

  /** A client without tokens, over another transport. */
  public static MeshClient over(URI node, Transport transport) {
    return new MeshClient(node, transport, TokenSource.NONE, RetryPolicy.DEFAULT);
  }

  /** The same with other tokens; shares the connections. */
  public MeshClient with(TokenSource other) {
    return new MeshClient(node, transport, other, retries);
  }

  /** The same with other retries; shares the connections. */
  public MeshClient with(RetryPolicy other) {
    return new MeshClient(node, transport, tokens, other);
  }

  /** The node's URL. */
  public URI node() {
    return node;
  }

  /** The node's DID, as it presents itself now. */
  public String nodeDid() {
    return anonymous("GET", "/", Doc.EMPTY).message().require("did");
  }

  /** Asks for one FQMN; whatever the node answers is returned. */
  public Answer call(String fqmn) {
    return message(MeshRequest.of(fqmn));
  }

  /** Sends a message; whatever the node answers is returned. */
  public Answer message(MeshRequest message) {
    return exchange("POST", "/cmtp", message.json(), tokens);
  }

  /** Sends a message without waiting and without retries, under a token that is good now. */
  public CompletableFuture<Answer> messageAsync(MeshRequest message) {
    return transport
        .sendAsync(http("POST", "/cmtp", message.json(), tokens.token()))
        .thenApply(MeshClient::answer);
  }

  /** Asks an endpoint; whatever the node answers is returned. */
  public Answer send(String method, String path, Doc body) {
    return exchange(method, path, body, tokens);
  }

  /** Asks an endpoint; throws {@link RefusedException} unless the answer is a 2xx. */
  public Doc request(String method, String path, Doc body) {
    return send(method, path, body).orThrow().message();
  }

  /** Reads an endpoint; throws {@link RefusedException} unless the answer is a 2xx. */
  public Doc get(String path) {
    return request("GET", path, Doc.EMPTY);
  }

  /**
   * Follows a channel, or all that a filter matches.
   *
   * @param from the first sequence wanted; 0 for new events only
   */
  public EventTail events(String filter, long from) {
    String path = "/events/" + encode(filter) + (from > 0 ? "?from=" + from : "");
    try {
      Transport.Streaming answer = transport.stream(http("GET", path, Doc.EMPTY, tokens.token()));
      if (answer.status() != Status.OK.code()) {
        throw new RefusedException(refusal(answer));
      }
      return new EventTail(node, answer);
    } catch (IOException e) {
      throw new UnreachableException(node, e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** A path segment or query value, percent-encoded. */
  public static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  Answer anonymous(String method, String path, Doc body) {
    return exchange(method, path, body, TokenSource.NONE).orThrow();
  }

  private Answer exchange(String method, String path, Doc body, TokenSource source) {
    Optional<String> token = source.token();
    Answer answer = retrying(http(method, path, body, token));
    if (answer.status() != Status.UNAUTHORIZED.code() || token.isEmpty()) {
      return answer;
    }
    Optional<String> another = source.another(token.get());
    return another.isEmpty() ? answer : retrying(http(method, path, body, another));
  }

  private Answer retrying(Transport.Request request) {
    for (int attempt = 1; ; attempt++) {
      boolean last = attempt >= retries.attempts();
      Optional<Duration> retryAfter = Optional.empty();
      try {
        Answer answer = answer(transport.send(request));
        if (last || !answer.retryable()) {
          return answer;
        }
        retryAfter = answer.retryAfter();
      } catch (java.net.ConnectException e) {
        // Nobody listens: waiting would only hide it.
        throw new UnreachableException(node, e);
      } catch (IOException e) {
        if (last || !repeatable(request)) {
          throw new UnreachableException(node, e);
        }
      } catch (InterruptedException e) {
        throw interrupted(e);
      }
      pause(retries.delay(attempt, retryAfter));
    }
  }

  // A session's steps can be taken once: what broke there is begun anew by its caller.
  private static boolean repeatable(Transport.Request request) {
    return request.method().equals("GET") || request.uri().getPath().equals("/cmtp");
  }

  private void pause(Duration delay) {
    try {
      Thread.sleep(delay.toMillis());
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private UnreachableException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    InterruptedIOException cause = new InterruptedIOException("interrupted while waiting");
    cause.initCause(e);
    return new UnreachableException(node, cause);
  }

  private Transport.Request http(String method, String path, Doc body, Optional<String> token) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Accept", "application/json");
    byte[] bytes = new byte[0];
    if (!body.fields().isEmpty()) {
      headers.put("Content-Type", "application/json");
      bytes = body.toString().getBytes(StandardCharsets.UTF_8);
    }
    token.ifPresent(jwt -> headers.put("Authorization", "Bearer " + jwt));
    return new Transport.Request(method, node.resolve(path), headers, bytes, TIMEOUT);
  }

  private static Answer refusal(Transport.Streaming answer) throws IOException {
    try (InputStream body = answer.body()) {
      return answer(new Transport.Response(answer.status(), answer.headers(), body.readAllBytes()));
    }
  }

  private static Answer answer(Transport.Response response) {
    Doc doc = response.body().length == 0 ? Doc.EMPTY : Doc.parse(response.body());
    boolean whole = doc.has("status") && doc.has("id");
    long status = whole ? doc.number("status", response.status()) : response.status();
    return new Answer(Math.toIntExact(status), doc, retryAfter(response.headers()));
  }

  private static Optional<Duration> retryAfter(Map<String, String> headers) {
    String seconds = headers.get("retry-after");
    return seconds == null || !seconds.matches("\\d{1,6}")
        ? Optional.empty()
        : Optional.of(Duration.ofSeconds(Long.parseLong(seconds)));
  }

  @Override
  public void close() {
    transport.close();
  }
}
