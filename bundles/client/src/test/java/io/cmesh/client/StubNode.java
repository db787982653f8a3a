package io.cmesh.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.cmesh.api.Bytes;
import io.cmesh.api.iam.Handshake;
import io.cmesh.client.identity.Identity;
import io.cmesh.client.identity.Root;
import io.cmesh.client.internal.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** A node for tests: real handshakes, scripted answers, and a memory of what it was asked. */
public final class StubNode implements AutoCloseable {
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  /** What the node was sent. */
  public record Seen(String method, String path, String token, Doc body) {}

  /** What it answers. */
  public record Reply(int status, String body, Map<String, String> headers) {
    public static Reply of(int status, String body) {
      return new Reply(status, body, Map.of());
    }
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, Function<Seen, Reply>> handlers = new ConcurrentHashMap<>();
  private final Map<String, Queue<Reply>> once = new ConcurrentHashMap<>();
  private final List<Seen> seen = new CopyOnWriteArrayList<>();
  private final Map<String, String> callers = new ConcurrentHashMap<>();
  private volatile Identity key = Root.generate(new SecureRandom()).identity("node");
  private volatile Identity signer = key;
  private volatile Instant expires = Instant.now().plusSeconds(600);
  private volatile int issued;

  public StubNode() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
    on("GET /", request -> Reply.of(200, "{\"node\":\"stub\",\"did\":\"" + did() + "\"}"));
    on("POST /session", this::call);
    on("POST /session/renew", request -> tokens());
    on("DELETE /session", request -> Reply.of(200, "{}"));
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  public String did() {
    return key.did();
  }

  /** Answers {@code "METHOD /path"}, or all below {@code "METHOD /path/*"}. */
  public StubNode on(String what, Function<Seen, Reply> handler) {
    handlers.put(what, handler);
    return this;
  }

  /** Answers always the same. */
  public StubNode on(String what, int status, String body) {
    return on(what, request -> Reply.of(status, body));
  }

  /** Answers so once, before what {@link #on} says. */
  public StubNode first(String what, Reply reply) {
    once.computeIfAbsent(what, k -> new ConcurrentLinkedQueue<>()).add(reply);
    return this;
  }

  /** Answers every message with this payload. */
  public StubNode answering(int status, String payload) {
    return on("POST /cmtp", request -> Reply.of(status, message(request, status, payload)));
  }

  public static String message(Seen request, int status, String payload) {
    return "{\"version\":\"CMTP/0\",\"id\":\""
        + request.body().text("id").orElse("0")
        + "\",\"fqmn\":"
        + Json.write(request.body().text("fqmn").orElse(""))
        + ",\"status\":"
        + status
        + ",\"payload\":"
        + payload
        + ",\"layers\":[]}";
  }

  /** Becomes another node. */
  public void newKey() {
    key = Root.generate(new SecureRandom()).identity("node");
    signer = key;
  }

  /** Signs with a key that is not its own from now on. */
  public void forge() {
    signer = Root.generate(new SecureRandom()).identity("other");
  }

  /** The tokens it hands out from now on end then. */
  public void expireAt(Instant instant) {
    expires = instant;
  }

  public List<Seen> seen() {
    return seen;
  }

  public List<Seen> seen(String path) {
    return seen.stream().filter(each -> each.path().equals(path)).toList();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      Seen request =
          new Seen(
              exchange.getRequestMethod(),
              exchange.getRequestURI().toString(),
              String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"))
                  .replace("Bearer ", ""),
              body.length == 0 ? Doc.EMPTY : Doc.parse(body));
      seen.add(request);
      Reply reply = reply(request);
      reply.headers().forEach(exchange.getResponseHeaders()::set);
      byte[] answer = reply.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(reply.status(), answer.length == 0 ? -1 : answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  private Reply reply(Seen request) {
    String what = request.method() + " " + request.path().replaceFirst("\\?.*", "");
    Queue<Reply> queue = once.get(what);
    Reply next = queue == null ? null : queue.poll();
    if (next != null) {
      return next;
    }
    Function<Seen, Reply> handler = handlers.get(what);
    if (handler == null && what.startsWith("POST /session/")) {
      handler = what.endsWith("/answer") ? this::answer : this::consent;
    }
    if (handler == null) {
      handler = handlers.get(what.substring(0, what.lastIndexOf('/') + 1) + "*");
    }
    return handler == null
        ? Reply.of(404, "{\"code\":\"CMESH-STUB-404\",\"message\":\"no " + what + "\"}")
        : handler.apply(request);
  }

  private Reply call(Seen request) {
    String id = UUID.randomUUID().toString();
    callers.put(id, request.body().require("did"));
    Bytes nonce = nonce();
    return Reply.of(
        200,
        Doc.of("id", id)
            .with("nonce", text(nonce))
            .with("node", did())
            .with("signature", text(sign(Handshake.CALL, id, nonce)))
            .toString());
  }

  private Reply answer(Seen request) {
    String id = request.path().split("/")[2];
    Bytes nonce = nonce();
    return Reply.of(
        200,
        Doc.of("nonce", text(nonce))
            .with("rights", List.of("everything of mine"))
            .with("signature", text(sign(Handshake.CONFIRM, id, nonce)))
            .toString());
  }

  private Reply consent(Seen request) {
    return tokens();
  }

  private synchronized Reply tokens() {
    issued++;
    return Reply.of(
        200,
        Doc.of("token", "token-" + issued)
            .with("renew", "renew-" + issued)
            .with("expires", expires.toString())
            .toString());
  }

  private Bytes sign(String step, String id, Bytes nonce) {
    return signer.sign(
        Handshake.signed(step, UUID.fromString(id), nonce, did(), String.valueOf(callers.get(id))));
  }

  private static Bytes nonce() {
    byte[] bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    return Bytes.wrap(bytes);
  }

  private static String text(Bytes bytes) {
    return BASE64.encodeToString(bytes.toArray());
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
