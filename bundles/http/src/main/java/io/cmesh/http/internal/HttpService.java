package io.cmesh.http.internal;

import io.cmesh.api.Cancellable;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.node.Configuration;
import io.cmesh.http.HttpHandler;
import io.cmesh.http.HttpServer;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server as an OSGi service, up before the node is ready: so that watchdogs are answered. */
@Component(service = HttpServer.class, immediate = true)
public final class HttpService implements HttpServer {
  private static final Logger LOG = LoggerFactory.getLogger(HttpService.class);

  private final NodeServer server;
  private final Cancellable changes;

  /** Listens at once. */
  @Activate
  public HttpService(@Reference Configuration configuration, @Reference MeterRegistry registry) {
    server = open(configuration, registry);
    changes =
        configuration.onChange(
            HttpSettings.PID, s -> server.reconfigure(HttpSettings.of(s, Map.of())));
  }

  private static NodeServer open(Configuration configuration, MeterRegistry registry) {
    try {
      return new NodeServer(HttpSettings.of(configuration), registry);
    } catch (MeshException e) {
      // Without doors nobody can ask the node why: whoever started it waits for these words.
      LOG.error("the node does not start: {} — {} [{}]", e.text(), e.hint().orElse(""), e.code());
      throw e;
    }
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
