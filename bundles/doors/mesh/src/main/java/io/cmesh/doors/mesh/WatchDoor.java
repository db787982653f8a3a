package io.cmesh.doors.mesh;

import io.cmesh.api.Bytes;
import io.cmesh.api.Cancellable;
import io.cmesh.http.HttpExchange;
import io.cmesh.http.HttpHandler;
import io.cmesh.http.HttpServer;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * What is answered from the first moment on: {@code /livez}; and, until the node is ready and
 * {@link MeshDoor} stands in front, 503 for everything else.
 */
@Component(service = WatchDoor.class, immediate = true)
public final class WatchDoor implements HttpHandler {
  private static final Bytes ALIVE = Bytes.utf8("{\"status\":\"OK\",\"roles\":{}}");
  private static final Bytes STARTING = Bytes.utf8("{\"status\":\"DOWN\",\"roles\":{}}");

  private final List<Cancellable> registrations;

  /** Registers with the node's listener. */
  @Activate
  public WatchDoor(@Reference HttpServer server) {
    registrations =
        List.of(
            server.register(HttpServer.NODE, "/livez", this),
            server.register(HttpServer.NODE, "/", this));
  }

  @Override
  public void handle(HttpExchange exchange) {
    switch (exchange.path()) {
      case "/livez" -> {
        Requests.requireMethod(exchange, "GET");
        exchange.respond(200, HttpExchange.JSON, ALIVE);
      }
      case "/readyz" -> exchange.respond(503, HttpExchange.JSON, STARTING);
      default -> throw DoorErrors.notReady();
    }
  }

  @Override
  public boolean mayBlock() {
    return false;
  }

  @Override
  public boolean rateLimited() {
    return false;
  }

  /** Leaves the listener. */
  @Deactivate
  public void close() {
    registrations.forEach(Cancellable::close);
  }
}
