package io.cmesh.http.internal;

import io.cmesh.api.Cancellable;
import io.cmesh.api.node.Configuration;
import io.cmesh.http.HttpHandler;
import io.cmesh.http.HttpServer;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** The server as an OSGi service, up before the node is ready: so that watchdogs are answered. */
@Component(service = HttpServer.class, immediate = true)
public final class HttpService implements HttpServer {
  private final NodeServer server;
  private final Cancellable changes;

  /** Listens at once. */
  @Activate
  public HttpService(@Reference Configuration configuration, @Reference MeterRegistry registry) {
    server = new NodeServer(HttpSettings.of(configuration), registry);
    changes =
        configuration.onChange(
            HttpSettings.PID, s -> server.reconfigure(HttpSettings.of(s, Map.of())));
  }

  @Override
  public Cancellable register(String listener, String prefix, HttpHandler handler) {
    return server.register(listener, prefix, handler);
  }

  @Override
  public int port(String listener) {
    return server.port(listener);
  }

  /** Drains and stops. */
  @Deactivate
  public void close() {
    changes.close();
    server.close();
  }
}
