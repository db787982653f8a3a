package io.cmesh.http.internal;

import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import io.cmesh.http.HttpHandler;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** A listener's way of a request: host, route, rate, body, handler. */
final class Endpoint {
  private final Routes routes = new Routes();
  private final Set<JettyStream> streams = ConcurrentHashMap.newKeySet();
  private final HostCheck hosts;
  private final RequestMeter meter;
  private final Supplier<RateLimiter> limiter;
  private final BodyLimits bodies;
  private final BodyBudget budget;
  private final Executor workers;
  private volatile boolean draining;

  Endpoint(
      HostCheck hosts,
      RequestMeter meter,
      Supplier<RateLimiter> limiter,
      BodyLimits bodies,
      BodyBudget budget,
      Executor workers) {
    this.hosts = hosts;
    this.meter = meter;
    this.limiter = limiter;
    this.bodies = bodies;
    this.budget = budget;
    this.workers = workers;
  }

  BodyBudget budget() {
    return budget;
  }

  Routes routes() {
    return routes;
  }

  void handle(Request request, Response response, Callback callback) {
    meter.begin();
    inTime(request);
    JettyExchange exchange = new JettyExchange(this, request, response, callback);
    try {
      accept(request, exchange);
    } catch (RuntimeException e) {
      answerFailure(exchange, e);
    }
  }

  static void inTime(Request request) {
    if (request.getConnectionMetaData().getConnection().getEndPoint() instanceof TimedEndPoint t) {
      t.inTime();
    }
  }

  private void accept(Request request, JettyExchange exchange) {
    checkOpen();
    checkOrigin(request);
    HttpHandler handler = routes.find(exchange.path());
    if (handler == null) {
      throw new MeshException(
          Status.NOT_FOUND,
          "CMESH-HTTP-404",
          "nothing is served at this path",
          "docs/reference/http.md lists what is.");
    }
    if (handler.rateLimited()) {
      checkRate(exchange);
    }
    if (request.getLength() == 0) {
      hand(handler, exchange);
    } else {
      new BodyReader(request, exchange, bodies, () -> hand(handler, exchange)).run();
    }
  }

  private static void hand(HttpHandler handler, JettyExchange exchange) {
    if (handler.mayBlock()) {
      exchange.offload(() -> handler.handle(exchange));
    } else {
      run(exchange, () -> handler.handle(exchange));
    }
  }

  void execute(JettyExchange exchange, Runnable work) {
    workers.execute(() -> run(exchange, work));
  }

  private static void run(JettyExchange exchange, Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      answerFailure(exchange, e);
    }
  }

  private static void answerFailure(JettyExchange exchange, RuntimeException e) {
    if (exchange.isAnswered()) {
      throw e;
    }
    exchange.fail(e);
  }

  private void checkOpen() {
    if (draining) {
      throw MeshException.of(Status.UNAVAILABLE, "CMESH-HTTP-503", "the node is stopping")
          .retryAfter(Duration.ofSeconds(5))
          .build();
    }
  }

  private void checkOrigin(Request request) {
    HttpURI uri = request.getHttpURI();
    if (!hosts.permitsHost(uri.getHost())) {
      throw new MeshException(
          Status.FORBIDDEN,
          "CMESH-HTTP-403",
          "Host: '" + uri.getHost() + "' is not a name of this node",
          "Add it to hosts in etc/io.cmesh.http.cfg.");
    }
    String origin = request.getHeaders().get(HttpHeader.ORIGIN);
    if (origin != null && !HostCheck.sameOrigin(origin, uri.getAuthority())) {
      throw new MeshException(
          Status.FORBIDDEN,
          "CMESH-HTTP-403",
          "Origin: pages of other sites may not call this node",
          "Call it from the page's own server.");
    }
  }

  /** A token has a bucket of its own, but not if its sender's address has had too many refusals. */
  private void checkRate(JettyExchange exchange) {
    RateLimiter rates = limiter.get();
    if (rates.isOff()) {
      return;
    }
    long now = System.nanoTime() & Long.MAX_VALUE;
    String token = exchange.bearer();
    long wait =
        token == null
            ? rates.take(exchange.remote(), now)
            : Math.max(rates.peek(exchange.remote(), now), rates.take(token, now));
    if (wait > 0) {
      throw MeshException.of(
              Status.TOO_MANY_REQUESTS, "CMESH-HTTP-429", "too many requests from one sender")
          .hint("Wait as Retry-After says; rate.perSecond in etc/io.cmesh.http.cfg sets the rate.")
          .retryAfter(Duration.ofNanos(wait).plusMillis(999))
          .build();
    }
  }

  /** A 401: a token that is no token costs its sender's address, or anybody had endless buckets. */
  void refused(JettyExchange exchange) {
    limiter.get().take(exchange.remote(), System.nanoTime() & Long.MAX_VALUE);
  }

  void opened(JettyStream stream) {
    streams.add(stream);
    stream.onEnd(() -> streams.remove(stream));
    if (draining) {
      stream.close();
    }
  }

  void ended(int status, long nanos) {
    meter.end(status, nanos);
  }

  boolean isDraining() {
    return draining;
  }

  /** From now on new requests get 503, and streams end. */
  void drain() {
    draining = true;
    streams.forEach(JettyStream::close);
  }

  boolean isIdle() {
    return meter.inFlight() <= 0;
  }
}
