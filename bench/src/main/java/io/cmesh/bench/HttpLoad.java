package io.cmesh.bench;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One thread that keeps a number of HTTP/1.1 connections busy with the same GET: each asks again as
 * soon as it was answered. Anything but 200 ends it.
 */
final class HttpLoad {
  private static final int BUFFER = 64 << 10;

  private final InetSocketAddress address;
  private final byte[] request;
  private final int connections;

  HttpLoad(int port, String path, String token, int connections) {
    this.address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    this.connections = connections;
    String head = "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n";
    this.request =
        (head + "Authorization: Bearer " + token + "\r\n\r\n")
            .getBytes(StandardCharsets.ISO_8859_1);
  }

  private static final class Connection {
    final SocketChannel channel;
    final ByteBuffer answer = ByteBuffer.allocateDirect(BUFFER);

    Connection(SocketChannel channel) {
      this.channel = channel;
    }
  }

  /** Asks for so long; answers a second. */
  double run(long nanos) throws IOException {
    try (Selector selector = Selector.open()) {
      for (int i = 0; i < connections; i++) {
        open(selector);
      }
      long began = System.nanoTime();
      long answered = 0;
      while (System.nanoTime() - began < nanos) {
        selector.select(100);
        for (SelectionKey key : selector.selectedKeys()) {
          answered += read((Connection) key.attachment());
        }
        selector.selectedKeys().clear();
      }
      double rate = answered * 1e9 / (System.nanoTime() - began);
      for (SelectionKey key : selector.keys()) {
        key.channel().close();
      }
      return rate;
    }
  }

  private void open(Selector selector) throws IOException {
    SocketChannel channel = SocketChannel.open(address);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.configureBlocking(false);
    Connection connection = new Connection(channel);
    channel.register(selector, SelectionKey.OP_READ, connection);
    ask(connection);
  }

  private void ask(Connection connection) throws IOException {
    // Less than any socket's buffer, and nothing else is in it.
    if (connection.channel.write(ByteBuffer.wrap(request)) < request.length) {
      throw new IOException("a request did not fit the socket's buffer");
    }
  }

  /** How many answers became whole: 0 or 1. */
  private int read(Connection connection) throws IOException {
    if (connection.channel.read(connection.answer) < 0) {
      throw new EOFException("the server closed a connection");
    }
    if (!isWhole(connection.answer)) {
      return 0;
    }
    connection.answer.clear();
    ask(connection);
    return 1;
  }

  private static boolean isWhole(ByteBuffer answer) throws IOException {
    int size = answer.position();
    for (int i = 3; i < size; i++) {
      if (answer.get(i) == '\n' && answer.get(i - 2) == '\n') {
        return size >= i + 1 + bodyLength(answer, i);
      }
    }
    return false;
  }

  /**
   * The same for every answer, but looked at in each: both servers are asked by the same client.
   */
  private static int bodyLength(ByteBuffer answer, int headEnd) throws IOException {
    byte[] head = new byte[headEnd];
    answer.get(0, head);
    String text = new String(head, StandardCharsets.ISO_8859_1);
    if (!text.startsWith("HTTP/1.1 200")) {
      throw new IOException("answered " + text);
    }
    int at = text.indexOf("Content-Length: ");
    if (at < 0) {
      at = text.toLowerCase(Locale.ROOT).indexOf("content-length: ");
    }
    int from = at + "Content-Length: ".length();
    return Integer.parseInt(text, from, text.indexOf('\r', from), 10);
  }
}
