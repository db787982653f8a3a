package io.cmesh.client.internal;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * One connection that is kept alive and takes requests before the answers to earlier ones have
 * come; answers come in the order of the requests. Belongs to one thread.
 */
public final class PipedConnection implements AutoCloseable {
  private static final int CONNECT_MILLIS = 5_000;

  private final SocketChannel channel;
  private final SelectionKey key;
  private final Deque<ByteBuffer> unsent = new ArrayDeque<>();
  private final Deque<Long> begun = new ArrayDeque<>();
  private final HttpAnswers answers = new HttpAnswers();

  /** Told of each answer; its body is in {@code answers} until this returns. */
  @FunctionalInterface
  public interface Listener {
    /**
     * Takes an answer.
     *
     * @param beganNanos what {@link #send} was given with its request
     */
    void answered(long beganNanos, HttpAnswers answers);
  }

  private PipedConnection(SocketChannel channel, Selector selector) throws IOException {
    this.channel = channel;
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.configureBlocking(false);
    this.key = channel.register(selector, SelectionKey.OP_READ, this);
  }

  /** Connects, within five seconds, and registers itself as the attachment of its key. */
  public static PipedConnection open(InetSocketAddress address, Selector selector)
      throws IOException {
    SocketChannel channel = SocketChannel.open();
    try {
      channel.socket().connect(address, CONNECT_MILLIS);
      return new PipedConnection(channel, selector);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** How many requests wait for their answer. */
  public int waiting() {
    return begun.size();
  }

  /** Sends a request, or as much of it as can be sent now. */
  public void send(ByteBuffer request, long beganNanos) throws IOException {
    begun.add(beganNanos);
    unsent.add(request);
    flush();
  }

  private void flush() throws IOException {
    while (!unsent.isEmpty()) {
      channel.write(unsent.element());
      if (unsent.element().hasRemaining()) {
        key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        return;
      }
      unsent.remove();
    }
    key.interestOps(SelectionKey.OP_READ);
  }

  /** Goes on after the selector found this connection ready. */
  public void ready(Listener listener) throws IOException {
    if (key.isWritable()) {
      flush();
    }
    if (!key.isReadable()) {
      return;
    }
    answers.read(channel);
    while (answers.next()) {
      Long began = begun.poll();
      if (began == null) {
        throw new IOException("the node answered what it was not asked");
      }
      listener.answered(began, answers);
    }
  }

  @Override
  public void close() throws IOException {
    key.cancel();
    channel.close();
  }
}
