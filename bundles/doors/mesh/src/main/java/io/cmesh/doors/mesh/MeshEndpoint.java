package io.cmesh.doors.mesh;

import io.cmesh.api.Bytes;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.fqmn.Fqmn;
import io.cmesh.api.message.Message;
import io.cmesh.api.node.Admin;
import io.cmesh.api.node.Dispatcher;
import io.cmesh.cmtp.JsonText;
import io.cmesh.http.HttpExchange;
import io.cmesh.http.HttpHandler;
import java.nio.charset.StandardCharsets;

/** {@code GET|POST /mesh/<fqmn>}: for {@code curl}. */
final class MeshEndpoint implements HttpHandler {
  static final String PREFIX = "/mesh/";

  private final Dispatcher dispatcher;
  private final Admin admin;
  private final QuickReads quick = new QuickReads();

  MeshEndpoint(Dispatcher dispatcher, Admin admin) {
    this.dispatcher = dispatcher;
    this.admin = admin;
  }

  @Override
  public boolean mayBlock() {
    return false;
  }

  @Override
  public void handle(HttpExchange exchange) {
    Message message;
    try {
      message = message(exchange);
    } catch (MeshException e) {
      exchange.offload(() -> refuse(exchange, e));
      return;
    }
    quick.run(
        exchange,
        message.fqmn(),
        () -> Answers.payload(exchange, dispatcher.dispatch(message, Requests.origin(exchange))));
  }

  /** Who has no session learns that first, and no more. */
  private void refuse(HttpExchange exchange, MeshException refusal) {
    admin.authenticate(Requests.token(exchange));
    throw refusal;
  }

  private static Message message(HttpExchange exchange) {
    boolean post = exchange.method().equals("POST");
    if (!post && !exchange.method().equals("GET") && !exchange.method().equals("HEAD")) {
      exchange.set("Allow", "GET, POST");
      throw DoorErrors.badMethod(exchange.method(), "GET, POST");
    }
    if (exchange.query() != null) {
      throw DoorErrors.badPath(exchange.path().length(), "the end: a ? in an FQMN is %3F");
    }
    String address = PathText.decode(exchange.path(), PREFIX.length());
    if (!post && isWrite(address)) {
      exchange.set("Allow", "POST");
      throw DoorErrors.badMethod(exchange.method(), "POST");
    }
    return Requests.message(exchange, post ? withBody(address, exchange.body()) : bounded(address));
  }

  /** Whether the opcode ends in {@code W}, whatever else is wrong. */
  private static boolean isWrite(String address) {
    return address.startsWith("0x")
        && address.length() > 3
        && address.charAt(3) == 'W'
        && (address.length() == 4 || address.charAt(4) == ':');
  }

  private static String withBody(String address, Bytes body) {
    if (body.isEmpty()) {
      return bounded(address);
    }
    if (body.size() > Fqmn.MAX_BYTES) {
      throw DoorErrors.tooLong(body.size(), Fqmn.MAX_BYTES);
    }
    return bounded(
        address + ':' + PathText.utf8(oneLine(body).toBuffer(), DoorErrors::bodyNotText));
  }

  /** JSON may be laid out over lines; an FQMN has none. */
  private static Bytes oneLine(Bytes body) {
    byte first = body.at(0);
    boolean json = first == '[' || first == '{' || first == '"' || first <= ' ';
    return json && hasControls(body) && JsonText.isValid(body) ? JsonText.minify(body) : body;
  }

  private static boolean hasControls(Bytes body) {
    for (int i = 0; i < body.size(); i++) {
      if (body.at(i) >= 0 && body.at(i) < ' ') {
        return true;
      }
    }
    return false;
  }

  private static String bounded(String fqmn) {
    if (fqmn.length() > Fqmn.MAX_BYTES / 3) {
      int bytes = fqmn.getBytes(StandardCharsets.UTF_8).length;
      if (bytes > Fqmn.MAX_BYTES) {
        throw DoorErrors.tooLong(bytes, Fqmn.MAX_BYTES);
      }
    }
    return fqmn;
  }
}
