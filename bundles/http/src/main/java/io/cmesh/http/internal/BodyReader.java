package io.cmesh.http.internal;

import io.cmesh.api.Bytes;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Invocable;

/** Gathers a body as it arrives, without a waiting thread; refuses it once it is too long. */
final class BodyReader implements Invocable.Task {
  private static final int FIRST_BYTES = 4096;

  private final Request request;
  private final JettyExchange exchange;
  private final BodyLimits limits;
  private final long begun = System.nanoTime();
  private final Runnable whenWhole;
  private byte[] gathered = new byte[0];
  private int size;

  BodyReader(Request request, JettyExchange exchange, BodyLimits limits, Runnable whenWhole) {
    this.request = request;
    this.exchange = exchange;
    this.limits = limits;
    this.whenWhole = whenWhole;
  }

  @Override
  public InvocationType getInvocationType() {
    return InvocationType.NON_BLOCKING;
  }

  @Override
  public void run() {
    if (request.getLength() > limits.maxBytes()) {
      refuse();
      return;
    }
    Endpoint.inTime(request);
    if (limits.isTooSlow(size, System.nanoTime() - begun)) {
      exchange.failed(new TimeoutException("the sender took too long over a body"));
      return;
    }
    while (true) {
      Content.Chunk chunk = request.read();
      if (chunk == null) {
        request.demand(this);
        return;
      }
      if (Content.Chunk.isFailure(chunk)) {
        exchange.failed(chunk.getFailure());
        return;
      }
      boolean fits = take(chunk);
      boolean last = chunk.isLast();
      chunk.release();
      if (!fits) {
        refuse();
        return;
      }
      if (last) {
        exchange.body(whole());
        whenWhole.run();
        return;
      }
    }
  }

  private boolean take(Content.Chunk chunk) {
    ByteBuffer buffer = chunk.getByteBuffer();
    int count = buffer.remaining();
    if (count > limits.maxBytes() - size) {
      return false;
    }
    reserve(size + count);
    buffer.get(gathered, size, count);
    size += count;
    return true;
  }

  /** Grows with what has arrived, never with what was announced. */
  private void reserve(int needed) {
    if (needed > gathered.length) {
      int announced = (int) Math.min(Math.max(request.getLength(), needed), limits.maxBytes());
      int doubled = Math.max(FIRST_BYTES, (int) Math.min(2L * gathered.length, limits.maxBytes()));
      gathered = Arrays.copyOf(gathered, Math.max(needed, Math.min(announced, doubled)));
    }
  }

  private Bytes whole() {
    return Bytes.wrap(size == gathered.length ? gathered : Arrays.copyOf(gathered, size));
  }

  private void refuse() {
    exchange.set("Connection", "close");
    exchange.fail(
        new MeshException(
            Status.TOO_LARGE,
            "CMESH-HTTP-413",
            "body: longer than " + limits.maxBytes() + " bytes",
            "Send less, or raise maxBodyBytes in etc/io.cmesh.http.cfg."));
  }
}
