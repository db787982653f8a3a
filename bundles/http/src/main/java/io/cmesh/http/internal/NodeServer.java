package io.cmesh.http.internal;

import io.cmesh.api.Cancellable;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import io.cmesh.http.HttpHandler;
import io.cmesh.http.HttpServer;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http.UriCompliance.Violation;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Jetty, set up: one server with a connector and an endpoint for each listener. */
final class NodeServer implements HttpServer, AutoCloseable {
  private static final int MAX_STREAMS = 256;
  private static final long DRAIN_POLL_NANOS = 5_000_000L;

  private final HttpSettings settings;
  private final BodyBudget budget;
  private final Server server;
  private final Map<String, Listening> listeners = new TreeMap<>();
  private volatile RateLimiter limiter;

  NodeServer(HttpSettings settings, MeterRegistry registry) {
    this.settings = settings;
    this.budget = BodyBudget.of(settings.maxBodyBytes());
    this.limiter = newLimiter(settings);
    this.server = new Server(threads(settings));
    server.setErrorHandler(new JsonErrors());
    settings.listeners().forEach((name, at) -> listeners.put(name, listen(name, at, registry)));
    server.setHandler(new ByConnector());
    server.addBean(new NetworkConnectionLimit(settings.maxConnections(), server));
    start();
  }

  private static QueuedThreadPool threads(HttpSettings settings) {
    QueuedThreadPool threads = new QueuedThreadPool(settings.maxThreads(), 4);
    threads.setName("cmesh-http");
    return threads;
  }

  private Listening listen(String name, HttpSettings.Listener at, MeterRegistry registry) {
    HttpConfiguration http = configuration();
    HTTP2CServerConnectionFactory http2 = new HTTP2CServerConnectionFactory(http);
    http2.setMaxConcurrentStreams(MAX_STREAMS);
    Endpoint endpoint =
        new Endpoint(
            new HostCheck(at.host(), settings.hosts()),
            new RequestMeter(registry, name),
            () -> limiter,
            new BodyLimits(settings.maxBodyBytes(), settings.minBytesPerSecond()),
            budget,
            server.getThreadPool());
    Listening connector =
        new Listening(
            server, endpoint, settings.headTimeout(), new HttpConnectionFactory(http), http2);
    connector.setName(name);
    connector.setHost(at.host());
    connector.setPort(at.port());
    connector.setAcceptQueueSize(settings.acceptQueue());
    connector.setIdleTimeout(settings.idleTimeout().toMillis());
    server.addConnector(connector);
    return connector;
  }

  private HttpConfiguration configuration() {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(settings.maxHeaderBytes());
    // Paths are data here, FQMNs: never files, never normalised. Doors decode them once, strictly.
    // A fragment would be cut off in silence.
    http.setUriCompliance(UriCompliance.UNSAFE.without("CMESH", Violation.FRAGMENT));
    return http;
  }

  private void start() {
    try {
      server.start();
    } catch (Exception e) {
      stop();
      throw MeshException.of(
              Status.UNAVAILABLE,
              "CMESH-HTTP-002",
              "cannot listen on " + settings.listeners() + ": " + e.getMessage())
          .hint("Another program may hold the port: start with --offset, or change port.")
          .cause(e)
          .build();
    }
  }

  /** Takes over what can change while serving: the rates. */
  void reconfigure(HttpSettings changed) {
    limiter = newLimiter(changed);
  }

  private static RateLimiter newLimiter(HttpSettings settings) {
    return new RateLimiter(settings.ratePerSecond(), settings.rateBurst(), System.nanoTime());
  }

  @Override
  public Cancellable register(String listener, String prefix, HttpHandler handler) {
    return listening(listener).endpoint.routes().add(prefix, handler);
  }

  @Override
  public int port(String listener) {
    return listening(listener).getLocalPort();
  }

  private Listening listening(String listener) {
    Listening found = listeners.get(listener);
    if (found == null) {
      throw new MeshException(
          Status.NOT_FOUND,
          "CMESH-HTTP-003",
          "listener: " + listener + " (expected one of: " + listeners.keySet() + ")",
          "Configure listener." + listener + ".port in etc/io.cmesh.http.cfg.");
    }
    return found;
  }

  /** Stops accepting, waits for requests in flight (bounded), stops. */
  @Override
  public void close() {
    listeners.values().forEach(ServerConnector::close);
    listeners.values().forEach(listening -> listening.endpoint.drain());
    long deadline = System.nanoTime() + settings.stopTimeout().toNanos();
    while (System.nanoTime() < deadline && !isIdle()) {
      LockSupport.parkNanos(DRAIN_POLL_NANOS);
    }
    stop();
  }

  private boolean isIdle() {
    return listeners.values().stream().allMatch(listening -> listening.endpoint.isIdle());
  }

  private void stop() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the HTTP server did not stop", e);
    }
  }

  /** A request goes to the endpoint of the connector it came in by. */
  private static final class ByConnector extends Handler.Abstract.NonBlocking {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      Connector connector = request.getConnectionMetaData().getConnector();
      ((Listening) connector).endpoint.handle(request, response, callback);
      return true;
    }
  }

  private static final class Listening extends ServerConnector {
    final Endpoint endpoint;
    private final long headTimeoutNanos;

    Listening(
        Server server, Endpoint endpoint, Duration headTimeout, ConnectionFactory... protocols) {
      super(server, 1, -1, protocols);
      this.endpoint = endpoint;
      this.headTimeoutNanos = headTimeout.toNanos();
    }

    @Override
    protected SocketChannelEndPoint newEndPoint(
        SocketChannel channel, ManagedSelector selector, SelectionKey key) {
      TimedEndPoint timed =
          new TimedEndPoint(channel, selector, key, getScheduler(), headTimeoutNanos);
      timed.setIdleTimeout(getIdleTimeout());
      return timed;
    }
  }
}
