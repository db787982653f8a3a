package io.cmesh.doors.miner;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cmesh.api.Bytes;
import io.cmesh.api.command.Principal;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.node.Admin;
import io.cmesh.http.HttpExchange;
import io.cmesh.http.HttpHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** {@code POST /mine} and {@code GET /mine/<job>}. */
final class MineEndpoint implements HttpHandler {
  static final String PATH = "/mine";

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

  private final Admin admin;
  private final MineJobs jobs;

  MineEndpoint(Admin admin, MineJobs jobs) {
    this.admin = admin;
    this.jobs = jobs;
  }

  @Override
  public void handle(HttpExchange exchange) {
    // Nobody learns without a token what there is, or how to ask for it.
    requireMiner(exchange);
    String path = exchange.path();
    if (exchange.method().equals("POST") && path.equals(PATH)) {
      start(exchange);
    } else if (exchange.method().equals("GET") && path.startsWith(PATH + "/")) {
      show(exchange, path.substring(PATH.length() + 1));
    } else {
      throw MinerErrors.notHere(exchange.method(), path);
    }
  }

  private void start(HttpExchange exchange) {
    JsonNode body = body(exchange);
    Principal as = principal(text(body, "asToken", ""));
    Path log = path(body, "log");
    Path out = path(body, "out");
    boolean follow = body.path("follow").asBoolean(false);
    if (log.equals(out) || log.equals(RunFile.beside(out))) {
      throw MinerErrors.badRequest("log and out are the same file: " + log);
    }
    if (Files.isDirectory(log)) {
      throw MinerErrors.notAFile(log);
    }
    if (!follow && !Files.isRegularFile(log)) {
      throw MinerErrors.noLog(log);
    }
    requireUsable(log, out);
    RunningJob job = jobs.start(new JobSpec(log, out, follow, as == null ? null : as.did()), as);
    respond(exchange, JSON.createObjectNode().put("job", job.id()));
  }

  private void requireMiner(HttpExchange exchange) {
    String token = exchange.bearer();
    admin.requireAdministrator(admin.authenticate(token == null ? "" : token), "mine");
  }

  private static void requireUsable(Path log, Path out) {
    if (Files.exists(log) && !Files.isReadable(log)) {
      throw MinerErrors.notUsable("log: " + log, "a file that the node's user may read");
    }
    Path directory = out.getParent();
    if (directory == null || !Files.isDirectory(directory)) {
      throw MinerErrors.notUsable(
          "out: " + out, "a file in a directory that is there; make it: mkdir -p " + directory);
    }
    boolean writable =
        Files.exists(out)
            ? Files.isRegularFile(out) && Files.isWritable(out) && Files.isWritable(directory)
            : Files.isWritable(directory);
    if (!writable) {
      throw MinerErrors.notUsable(
          "out: " + out, "a file that the node's user may write, in a directory that it may");
    }
  }

  /** Whom lines without a token run as; null for nobody. */
  private @Nullable Principal principal(String token) {
    return token.isEmpty() ? null : admin.authenticate(token);
  }

  private static JsonNode body(HttpExchange exchange) {
    try {
      JsonNode body = JSON.readTree(exchange.body().unsafeArray());
      if (body != null && body.isObject()) {
        return body;
      }
    } catch (JsonProcessingException e) {
      throw MinerErrors.badRequest("the body is no JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw MinerErrors.badRequest("the body cannot be read: " + e.getMessage());
    }
    throw MinerErrors.badRequest("the body is no JSON object");
  }

  private static String text(JsonNode body, String key, String otherwise) {
    JsonNode value = body.path(key);
    if (value.isMissingNode() || value.isNull()) {
      return otherwise;
    }
    if (!value.isTextual()) {
      throw MinerErrors.badRequest(key + ": " + value + " (expected: text)");
    }
    return value.textValue();
  }

  private static Path path(JsonNode body, String key) {
    String text = text(body, key, "");
    try {
      Path path = Path.of(text).normalize();
      if (path.isAbsolute() && path.getFileName() != null && text.indexOf('\n') < 0) {
        return path;
      }
    } catch (InvalidPathException e) {
      throw MinerErrors.badRequest(key + ": '" + text + "' is no path: " + e.getReason());
    }
    throw MinerErrors.badRequest(key + ": '" + text + "' (expected: an absolute path)");
  }

  private void show(HttpExchange exchange, String id) {
    RunningJob job = jobs.get(id);
    Progress progress = job.progress();
    Throwable failure = progress.failure();
    boolean failed = failure != null || job.wasStopped();
    ObjectNode shown =
        JSON.createObjectNode()
            .put("job", job.id())
            .put("state", job.isRunning() ? "running" : failed ? "failed" : "done")
            .put("lines", progress.lines())
            .put("answered", progress.answers())
            .put("ratePerSecond", Math.round(progress.ratePerSecond(System.nanoTime())));
    if (failure != null) {
      shown.put("error", text(failure));
    }
    respond(exchange, shown);
  }

  private static String text(Throwable failure) {
    return failure instanceof MeshException refusal
        ? refusal.code() + " " + refusal.text()
        : String.valueOf(failure);
  }

  private static void respond(HttpExchange exchange, ObjectNode body) {
    exchange.respond(200, HttpExchange.JSON, Bytes.utf8(body.toString()));
  }
}
