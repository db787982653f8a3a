package io.cmesh.itests.soak;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One HTTP/1.1 connection that is kept and never opened again: a client that repeats what failed
 * would hide it. One thread.
 */
final class Wire implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 60_000;

  private final Socket socket;
  private final InputStream in;
  private final String fields;

  /** An answer: what a caller needs of it. */
  record Reply(int status, String body) {}

  Wire(URI node, String token) {
    try {
      socket = new Socket(node.getHost(), node.getPort());
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      in = new BufferedInputStream(socket.getInputStream(), 16 << 10);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    fields = " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + token + "\r\n";
  }

  /** Reads. */
  Reply get(String fqmn) {
    return send("GET /mesh/" + fqmn + fields + "\r\n");
  }

  /** Writes; {@code value} becomes the FQMN's last field. */
  Reply post(String fqmn, String value) {
    return send(
        "POST /mesh/" + fqmn + fields + "Content-Length: " + value.length() + "\r\n\r\n" + value);
  }

  private Reply send(String request) {
    try {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return reply();
    } catch (IOException e) {
      String asked = request.substring(0, request.indexOf(' ', 5));
      throw new UncheckedIOException(asked + ": " + e.getMessage(), e);
    }
  }

  private Reply reply() throws IOException {
    int status = Integer.parseInt(line().substring(9, 12));
    int length = 0;
    for (String line = line(); !line.isEmpty(); line = line()) {
      if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(line.substring(15).strip());
      }
    }
    return new Reply(status, new String(in.readNBytes(length), StandardCharsets.UTF_8));
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder(64);
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the node closed the connection");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
