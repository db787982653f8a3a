package io.cmesh.http;

import io.cmesh.api.Cancellable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The node's HTTP server (HTTP/1.1 and HTTP/2 without TLS), with one or more named listeners. An
 * OSGi service. Thread-safe.
 */
@ProviderType
public interface HttpServer {
  /** The listener that every node has: port 6470 plus the node's offset. */
  String NODE = "node";

  /**
   * Hands requests to {@code handler} until the result is closed.
   *
   * <p>A prefix ends at a {@code /}: {@code /mesh/} covers everything below, {@code /cmtp} itself
   * and what lies below {@code /cmtp/}, {@code /} everything. The longest prefix wins; of equal
   * ones the latest, until it is closed, so that a new door can stand before the old one leaves.
   * Where the last of a prefix was closed, 503 with {@code Retry-After} is answered from then on.
   *
   * @param listener its name: {@link #NODE}, or one that {@code listener.<name>} configures
   * @param prefix begins with {@code /}, percent-encoded as on the wire
   * @throws io.cmesh.api.error.MeshException 404 for an unknown listener, 400 for a bad prefix
   */
  Cancellable register(String listener, String prefix, HttpHandler handler);

  /** The port that a listener is bound to. */
  int port(String listener);
}
