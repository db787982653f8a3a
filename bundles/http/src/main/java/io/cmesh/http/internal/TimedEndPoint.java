package io.cmesh.http.internal;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * A connection whose sender may not take for ever over a request's head. The idle timeout does not
 * see a sender that drips a byte now and then; this does, at its next byte.
 */
final class TimedEndPoint extends SocketChannelEndPoint {
  private final long headTimeoutNanos;
  private volatile long headSince;
  private volatile @Nullable String remote;

  TimedEndPoint(
      SocketChannel channel,
      ManagedSelector selector,
      SelectionKey key,
      Scheduler scheduler,
      long headTimeoutNanos) {
    super(channel, selector, key, scheduler);
    this.headTimeoutNanos = headTimeoutNanos;
  }

  /** The sender's IP address as text, made once a connection. */
  String remote() {
    String text = remote;
    if (text == null) {
      text =
          getRemoteSocketAddress() instanceof InetSocketAddress a && a.getAddress() != null
              ? a.getAddress().getHostAddress()
              : "";
      remote = text;
    }
    return text;
  }

  /** A head is whole, or a body made progress: the next byte begins anew. */
  void inTime() {
    headSince = 0;
  }

  @Override
  public int fill(ByteBuffer buffer) throws IOException {
    int count = super.fill(buffer);
    // HTTP/2 has frames between requests; its streams have limits of their own.
    if (count > 0 && getConnection() instanceof ConnectionMetaData) {
      check(System.nanoTime());
    }
    return count;
  }

  private void check(long now) throws IOException {
    long since = headSince;
    if (since == 0) {
      headSince = now;
    } else if (now - since > headTimeoutNanos) {
      close();
      throw new IOException("the sender took too long over a request's head");
    }
  }
}
