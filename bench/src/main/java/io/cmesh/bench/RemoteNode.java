package io.cmesh.bench;

import io.cmesh.api.Bytes;
import io.cmesh.api.iam.Handshake;
import io.cmesh.tck.support.TestKeys;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A node reached over HTTP, with a session of a new identity. */
final class RemoteNode {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final URI url;
  private final String token;

  private RemoteNode(URI url, String token) {
    this.url = url;
    this.token = token;
  }

  /** Opens a session in the four steps. */
  static RemoteNode login(URI url) throws IOException, InterruptedException {
    TestKeys keys = new TestKeys();
    RemoteNode nobody = new RemoteNode(url, "");
    String call = nobody.post("/session", "{\"did\":\"" + keys.nodeDid() + "\"}");
    String id = field(call, "id");
    String answered =
        nobody.post(
            "/session/" + id + "/answer", signature(keys, Handshake.ANSWER, id, call, call));
    String consented =
        nobody.post(
            "/session/" + id + "/consent", signature(keys, Handshake.CONSENT, id, call, answered));
    return new RemoteNode(url, field(consented, "token"));
  }

  private static String signature(
      TestKeys keys, String step, String id, String call, String nonceFrom) {
    Bytes nonce = Bytes.wrap(Base64.getUrlDecoder().decode(field(nonceFrom, "nonce")));
    Bytes signed =
        keys.sign(
            Handshake.signed(
                step, UUID.fromString(id), nonce, field(call, "node"), keys.nodeDid()));
    String text = Base64.getUrlEncoder().withoutPadding().encodeToString(signed.toArray());
    return "{\"signature\":\"" + text + "\"}";
  }

  /** A text of a flat JSON object whose texts have no escapes. */
  private static String field(String json, String name) {
    Matcher found = Pattern.compile("\"" + name + "\"\\s*:\\s*\"([^\"]*)\"").matcher(json);
    if (!found.find()) {
      throw new IllegalStateException("no " + name + " in " + json);
    }
    return found.group(1);
  }

  String token() {
    return token;
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(url.resolve(path)));
  }

  String post(String path) throws IOException, InterruptedException {
    return post(path, "");
  }

  private String post(String path, String body) throws IOException, InterruptedException {
    HttpRequest.BodyPublisher content = HttpRequest.BodyPublishers.ofString(body);
    return send(HttpRequest.newBuilder(url.resolve(path))
            .header("Content-Type", "application/json")
            .POST(content))
        .body();
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    request.version(HttpClient.Version.HTTP_1_1);
    HttpResponse<String> answer = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException(
          answer.uri() + " answered " + answer.statusCode() + ": " + answer.body());
    }
    return answer;
  }
}
