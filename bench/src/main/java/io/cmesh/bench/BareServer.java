package io.cmesh.bench;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * Jetty alone, set up as in the node, answering every request with the same headers and body.
 *
 * <p>{@code BareServer BODY [NAME VALUE]...} prints two ports: of an ordinary handler, which Jetty
 * runs on a thread that may block, and of one that says that it does not block. It ends with its
 * standard input.
 */
public final class BareServer {
  private BareServer() {}

  /** Serves until its standard input ends. */
  public static void main(String[] arguments) throws Exception {
    byte[] body = arguments[0].getBytes(StandardCharsets.UTF_8);
    List<HttpField> headers = new ArrayList<>();
    for (int i = 1; i < arguments.length; i += 2) {
      headers.add(new HttpField(arguments[i], arguments[i + 1]));
    }
    Server ordinary = serve(new Ordinary(body, headers));
    Server nonBlocking = serve(new NonBlocking(body, headers));
    PrintStream out = System.out;
    out.println(port(ordinary) + " " + port(nonBlocking));
    out.flush();
    System.in.transferTo(OutputStream.nullOutputStream());
    ordinary.stop();
    nonBlocking.stop();
  }

  private static Server serve(Handler handler) throws Exception {
    Server server = new Server(new QueuedThreadPool(64, 4));
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(256 << 10);
    ServerConnector connector = new ServerConnector(server, 1, -1, new HttpConnectionFactory(http));
    connector.setHost("127.0.0.1");
    connector.setAcceptQueueSize(1024);
    connector.setIdleTimeout(60_000);
    server.addConnector(connector);
    server.setHandler(handler);
    server.start();
    return server;
  }

  private static int port(Server server) {
    return ((ServerConnector) server.getConnectors()[0]).getLocalPort();
  }

  private static void answer(
      Response response, List<HttpField> headers, byte[] body, Callback callback) {
    response.setStatus(200);
    headers.forEach(response.getHeaders()::add);
    response.write(true, ByteBuffer.wrap(body), callback);
  }

  private static final class Ordinary extends Handler.Abstract {
    private final byte[] body;
    private final List<HttpField> headers;

    Ordinary(byte[] body, List<HttpField> headers) {
      this.body = body;
      this.headers = headers;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      answer(response, headers, body, callback);
      return true;
    }
  }

  private static final class NonBlocking extends Handler.Abstract.NonBlocking {
    private final byte[] body;
    private final List<HttpField> headers;

    NonBlocking(byte[] body, List<HttpField> headers) {
      this.body = body;
      this.headers = headers;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      answer(response, headers, body, callback);
      return true;
    }
  }
}
