package io.cmesh.doors.mesh;

import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Headers;
import io.cmesh.api.message.Message;
import io.cmesh.api.node.Admin;
import io.cmesh.api.node.Dispatcher;
import io.cmesh.http.HttpExchange;
import io.cmesh.http.HttpHandler;
import java.util.List;
import java.util.Map;

/** {@code POST /cmtp}: one message in, its answer out. */
final class CmtpEndpoint implements HttpHandler {
  private static final int QUICK_BYTES = 8 * 1024;

  private final Dispatcher dispatcher;
  private final Admin admin;
  private final QuickReads quick = new QuickReads();

  CmtpEndpoint(Dispatcher dispatcher, Admin admin) {
    this.dispatcher = dispatcher;
    this.admin = admin;
  }

  @Override
  public boolean mayBlock() {
    return false;
  }

  @Override
  public void handle(HttpExchange exchange) {
    Requests.requireMethod(exchange, "POST");
    if (exchange.body().size() > QUICK_BYTES) {
      exchange.offload(() -> take(exchange));
    } else {
      take(exchange);
    }
  }

  private void take(HttpExchange exchange) {
    MediaTypes.Form form = MediaTypes.ofRequest(exchange.header("Content-Type"));
    Message message;
    try {
      message = request(exchange, form);
    } catch (MeshException e) {
      exchange.offload(() -> refuse(exchange, e));
      return;
    }
    quick.run(
        exchange,
        message.fqmn(),
        () ->
            Answers.whole(exchange, dispatcher.dispatch(message, Requests.origin(exchange)), form));
  }

  /** A bad token in the header is told before a bad body. */
  private void refuse(HttpExchange exchange, MeshException refusal) {
    String token = exchange.bearer();
    if (token != null) {
      admin.authenticate(token);
    }
    throw refusal;
  }

  /** The request's part of what was sent: an answer's fields are the node's to fill. */
  private static Message request(HttpExchange exchange, MediaTypes.Form form) {
    Message sent = form.codec().decode(exchange.body());
    String token = sent.token() == null ? exchange.bearer() : sent.token();
    Headers headers = sent.headers();
    String prefer = exchange.header("Prefer");
    if (prefer != null && headers.request("prefer").isEmpty()) {
      headers = headers.withRequest("prefer", prefer);
    }
    Headers asked = new Headers(headers.request(), Map.of());
    return new Message(
        sent.id(), sent.fqmn(), asked, sent.payload(), token, List.of(), null, null, null);
  }
}
