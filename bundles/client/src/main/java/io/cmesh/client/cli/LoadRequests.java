package io.cmesh.client.cli;

import io.cmesh.api.message.MessageId;
import io.cmesh.client.TokenSource;
import io.cmesh.client.internal.Json;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/**
 * The requests of a load, ready to be sent: all of each but the message's id is made once, and
 * again when the token changes. Not thread-safe.
 */
final class LoadRequests {
  private static final int ID_CHARS = 36;
  private static final byte[] END = {'"', '}'};

  private final URI node;
  private final List<String> fqmns;
  private final TokenSource tokens;
  private final SecureRandom random = new SecureRandom();
  private final List<byte[]> beginnings = new ArrayList<>();
  private String token = "";
  private int next;

  LoadRequests(URI node, List<String> fqmns, TokenSource tokens) {
    this.node = node;
    this.fqmns = fqmns;
    this.tokens = tokens;
  }

  /** The next one, each FQMN in its turn, under an id of its own. */
  ByteBuffer next() {
    renew(tokens.token().orElse(""));
    byte[] beginning = beginnings.get(next);
    next = (next + 1) % beginnings.size();
    ByteBuffer request = ByteBuffer.allocate(beginning.length + ID_CHARS + END.length);
    String id = MessageId.next(System.currentTimeMillis(), random).toString();
    return request.put(beginning).put(id.getBytes(StandardCharsets.US_ASCII)).put(END).flip();
  }

  private void renew(String now) {
    if (!beginnings.isEmpty() && now.equals(token)) {
      return;
    }
    token = now;
    beginnings.clear();
    fqmns.forEach(fqmn -> beginnings.add(beginning(fqmn)));
  }

  private byte[] beginning(String fqmn) {
    String body =
        "{\"version\":\"CMTP/0\",\"fqmn\":"
            + Json.write(fqmn)
            + ",\"headers\":{\"request\":{},\"response\":{}},\"id\":\"";
    int length = body.getBytes(StandardCharsets.UTF_8).length + ID_CHARS + END.length;
    String path = node.getRawPath() == null ? "" : node.getRawPath();
    String head =
        "POST "
            + path
            + "/cmtp HTTP/1.1\r\nHost: "
            + node.getRawAuthority()
            + "\r\nAuthorization: Bearer "
            + token
            + "\r\nAccept: application/json\r\nContent-Type: application/json\r\nContent-Length: "
            + length
            + "\r\n\r\n";
    return (head + body).getBytes(StandardCharsets.UTF_8);
  }
}
