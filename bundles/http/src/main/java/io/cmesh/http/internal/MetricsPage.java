package io.cmesh.http.internal;

import io.cmesh.api.Bytes;
import io.cmesh.api.Cancellable;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import io.cmesh.api.node.Admin;
import io.cmesh.http.HttpExchange;
import io.cmesh.http.HttpHandler;
import io.cmesh.http.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** {@code GET /metrics}: the meters as Prometheus text, to this machine and to the operator. */
@Component(service = MetricsPage.class, immediate = true)
public final class MetricsPage implements HttpHandler {
  private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

  private final PrometheusMeterRegistry meters;
  private final @Nullable Admin admin;
  private final Cancellable registration;

  /**
   * @param admin null until the node is ready: then only this machine is served
   */
  @Activate
  public MetricsPage(
      @Reference HttpServer server,
      @Reference NodeMeters meters,
      @Reference(
              cardinality = ReferenceCardinality.OPTIONAL,
              policyOption = ReferencePolicyOption.GREEDY)
          @Nullable Admin admin) {
    this(server, (PrometheusMeterRegistry) meters, admin);
  }

  MetricsPage(HttpServer server, PrometheusMeterRegistry meters, @Nullable Admin admin) {
    this.meters = meters;
    this.admin = admin;
    this.registration = server.register(HttpServer.NODE, "/metrics", this);
  }

  @Override
  public void handle(HttpExchange exchange) {
    if (!exchange.isLoopback()) {
      requireOperator(exchange.bearer());
    }
    if (!exchange.method().equals("GET") && !exchange.method().equals("HEAD")) {
      exchange.set("Allow", "GET");
      throw new MeshException(
          Status.METHOD_NOT_ALLOWED,
          "CMESH-HTTP-405",
          "method: " + exchange.method() + " (expected: GET)",
          "Metrics are only read.");
    }
    exchange.respond(200, TEXT, Bytes.utf8(meters.scrape()));
  }

  private void requireOperator(@Nullable String token) {
    if (admin == null || token == null) {
      throw new MeshException(
          Status.UNAUTHORIZED,
          "CMESH-HTTP-401",
          "metrics are for this machine and the operator",
          "Send the operator's token, or ask from the node's machine.");
    }
    admin.requireOperator(admin.authenticate(token));
  }

  @Override
  public boolean rateLimited() {
    return false;
  }

  /** Leaves the server. */
  @Deactivate
  public void close() {
    registration.close();
  }
}
