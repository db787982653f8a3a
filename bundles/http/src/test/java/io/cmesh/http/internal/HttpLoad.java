package io.cmesh.http.internal;

import io.cmesh.api.Bytes;
import io.cmesh.http.HttpExchange;
import io.cmesh.http.HttpHandler;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;

/**
 * By hand: this server against a bare Jetty handler that answers the same bytes, on keep-alive
 * connections, rounds interleaved. Arguments: connections, seconds a round, rounds, and anything
 * for a handler that may block.
 */
final class HttpLoad {
  private static final Bytes ANSWER =
      Bytes.utf8("{\"value\":\"Hello, world, this is what was stored under hello_world\"}");
  private static final byte[] REQUEST =
      ("GET /mesh/0xS:0x001:hello_world HTTP/1.1\r\nHost: 127.0.0.1\r\n"
              + "Authorization: Bearer "
              + "x".repeat(300)
              + "\r\n\r\n")
          .getBytes(StandardCharsets.US_ASCII);

  private HttpLoad() {}

  public static void main(String[] args) throws Exception {
    int connections = Integer.parseInt(args[0]);
    int seconds = Integer.parseInt(args[1]);
    int rounds = Integer.parseInt(args[2]);
    Server blocking = bare(new Bare());
    Server nonBlocking = bare(new BareNonBlocking());
    try (RunningServer ours = new RunningServer()) {
      ours.with("/mesh/", handler(args.length > 3));
      for (int i = 0; i < rounds; i++) {
        double b = rate(port(blocking), connections, seconds);
        double n = rate(port(nonBlocking), connections, seconds);
        double o = rate(ours.port(), connections, seconds);
        System.out.printf(
            "bare %.0f/s · bare non-blocking %.0f/s · ours %.0f/s · %.2f of bare, %.2f of"
                + " non-blocking%n",
            b, n, o, o / b, o / n);
      }
    }
    blocking.stop();
    nonBlocking.stop();
  }

  private static HttpHandler handler(boolean mayBlock) {
    return new HttpHandler() {
      @Override
      public void handle(HttpExchange exchange) {
        exchange.respond(200, HttpExchange.JSON, ANSWER);
      }

      @Override
      public boolean mayBlock() {
        return mayBlock;
      }
    };
  }

  private static int port(Server server) {
    return ((ServerConnector) server.getConnectors()[0]).getLocalPort();
  }

  private static Server bare(Handler handler) throws Exception {
    Server server = new Server();
    ServerConnector connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.setHandler(handler);
    server.start();
    return server;
  }

  private static void answer(Response response, Callback callback) {
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, HttpExchange.JSON);
    response.write(true, ByteBuffer.wrap(ANSWER.unsafeArray()), callback);
  }

  private static final class Bare extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      answer(response, callback);
      return true;
    }
  }

  private static final class BareNonBlocking extends Handler.Abstract.NonBlocking {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      answer(response, callback);
      return true;
    }
  }

  private static double rate(int port, int connections, int seconds) throws Exception {
    LongAdder answers = new LongAdder();
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    Thread[] threads = new Thread[connections];
    for (int i = 0; i < connections; i++) {
      threads[i] = new Thread(() -> ask(port, end, answers));
      threads[i].start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return answers.sum() / (double) seconds;
  }

  private static void ask(int port, long end, LongAdder answers) {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setTcpNoDelay(true);
      InputStream in = socket.getInputStream();
      byte[] buffer = new byte[4096];
      while (System.nanoTime() < end) {
        socket.getOutputStream().write(REQUEST);
        if (in.read(buffer) < 0) {
          return;
        }
        answers.increment();
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
