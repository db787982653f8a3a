package io.cmesh.http.internal;

import io.cmesh.api.Bytes;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import io.cmesh.http.HttpExchange;
import io.cmesh.http.HttpStream;
import io.cmesh.http.Problem;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request on Jetty; also the callback of its last write, so that it knows when it is over. */
final class JettyExchange implements HttpExchange, Callback {
  private static final Logger LOG = LoggerFactory.getLogger(JettyExchange.class);
  private static final HttpField JSON_TYPE = new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, JSON);
  private static final HttpField NO_STORE =
      new PreEncodedHttpField(HttpHeader.CACHE_CONTROL, "no-store");
  private static final HttpField NO_SNIFF =
      new PreEncodedHttpField("X-Content-Type-Options", "nosniff");
  private static final HttpField CHALLENGE =
      new PreEncodedHttpField(HttpHeader.WWW_AUTHENTICATE, "CMTP did, irma; session=\"/session\"");
  private static final HttpField ONE_SECOND = new PreEncodedHttpField(HttpHeader.RETRY_AFTER, "1");
  private static final HttpField CLOSE = new PreEncodedHttpField(HttpHeader.CONNECTION, "close");
  private static final String BEARER = "Bearer ";

  private final Endpoint endpoint;
  private final Request request;
  private final Response response;
  private final Callback callback;
  private final long begun = System.nanoTime();
  private final AtomicBoolean answered = new AtomicBoolean();
  private final AtomicLong held = new AtomicLong();
  private volatile Bytes body = Bytes.EMPTY;
  private volatile @Nullable String bearer;

  JettyExchange(Endpoint endpoint, Request request, Response response, Callback callback) {
    this.endpoint = endpoint;
    this.request = request;
    this.response = response;
    this.callback = callback;
  }

  void body(Bytes bytes) {
    this.body = bytes;
  }

  /**
   * Takes bytes of the budget for bodies until the exchange is over; false where there are none.
   */
  boolean hold(long bytes) {
    if (!endpoint.budget().take(bytes)) {
      return false;
    }
    held.addAndGet(bytes);
    return true;
  }

  private void letGo() {
    if (held.get() > 0) {
      // The connection keeps its last exchange for as long as it is open.
      body = Bytes.EMPTY;
      endpoint.budget().give(held.getAndSet(0));
    }
  }

  @Override
  public String method() {
    return request.getMethod();
  }

  @Override
  public String path() {
    String path = request.getHttpURI().getPath();
    return path == null ? "/" : path;
  }

  @Override
  public @Nullable String query() {
    return request.getHttpURI().getQuery();
  }

  @Override
  public @Nullable String header(String name) {
    return request.getHeaders().get(name);
  }

  @Override
  public @Nullable String bearer() {
    String found = bearer;
    if (found == null) {
      found = readBearer();
      bearer = found;
    }
    return found.isEmpty() ? null : found;
  }

  private String readBearer() {
    String value = request.getHeaders().get(HttpHeader.AUTHORIZATION);
    return value != null && value.regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? value.substring(BEARER.length()).trim()
        : "";
  }

  @Override
  public Bytes body() {
    return body;
  }

  @Override
  public String remote() {
    return request.getConnectionMetaData().getConnection().getEndPoint() instanceof TimedEndPoint t
        ? t.remote()
        : Request.getRemoteAddr(request);
  }

  @Override
  public boolean isLoopback() {
    if (request.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress a) {
      InetAddress address = a.getAddress();
      return address != null && address.isLoopbackAddress();
    }
    return false;
  }

  @Override
  public HttpExchange set(String name, String value) {
    response.getHeaders().put(name, value);
    return this;
  }

  @Override
  public void respond(int status, String type, Bytes bytes) {
    begin(status, type);
    response.write(true, ByteBuffer.wrap(bytes.unsafeArray()), this);
  }

  @Override
  public void offload(Runnable work) {
    endpoint.execute(this, work);
  }

  @Override
  public HttpStream stream(int status, String type) {
    begin(status, type);
    request.addIdleTimeoutListener(timeout -> false);
    JettyStream stream = new JettyStream(response, this);
    request.addFailureListener(stream::failed);
    endpoint.opened(stream);
    return stream;
  }

  private void begin(int status, String type) {
    if (!answered.compareAndSet(false, true)) {
      throw new IllegalStateException(method() + " " + path() + " has been answered already");
    }
    response.setStatus(status);
    HttpFields.Mutable headers = response.getHeaders();
    headers.add(type.equals(JSON) ? JSON_TYPE : new HttpField(HttpHeader.CONTENT_TYPE, type));
    headers.add(NO_STORE).add(NO_SNIFF);
    if (status >= 400) {
      addWayOut(status, headers);
    }
    if (endpoint.isDraining()) {
      headers.put(CLOSE);
    }
  }

  private void addWayOut(int status, HttpFields.Mutable headers) {
    if (status == 401) {
      endpoint.refused(this);
      if (!headers.contains(HttpHeader.WWW_AUTHENTICATE)) {
        headers.add(CHALLENGE);
      }
    } else if ((status == 429 || status == 503) && !headers.contains(HttpHeader.RETRY_AFTER)) {
      headers.add(ONE_SECOND);
    }
  }

  @Override
  public void fail(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof MeshException refusal) {
      refusal
          .retryAfter()
          .ifPresent(d -> set("Retry-After", Long.toString(Math.max(1, d.toSeconds()))));
      respond(refusal.status().code(), JSON, Problem.json(refusal));
      return;
    }
    LOG.error("CMESH-HTTP-500 {} {} failed", method(), shortPath(), cause);
    respond(
        Status.INTERNAL.code(),
        JSON,
        Problem.json("CMESH-HTTP-500", "the node failed", "The node's log says why."));
  }

  /** Whether an answer has begun. */
  boolean isAnswered() {
    return answered.get();
  }

  private String shortPath() {
    String path = path();
    return path.length() <= 200 ? path : path.substring(0, 200) + "…";
  }

  @Override
  public void succeeded() {
    letGo();
    callback.succeeded();
    endpoint.ended(response.getStatus(), System.nanoTime() - begun);
  }

  @Override
  public void failed(Throwable failure) {
    letGo();
    callback.failed(failure);
    endpoint.ended(499, System.nanoTime() - begun);
  }

  @Override
  public InvocationType getInvocationType() {
    return callback.getInvocationType();
  }
}
