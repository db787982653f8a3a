package io.cmesh.http.internal;

import io.cmesh.api.Bytes;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Invocable;

/** Gathers a body as it arrives, without a waiting thread; refuses it once it is too long. */
final class BodyReader implements Invocable.Task {
  private static final int FIRST_BYTES = 4096;
  private static final byte[] NONE = new byte[0];

  private final Request request;
  private final JettyExchange exchange;
  private final BodyLimits limits;
  private final long begun = System.nanoTime();
  private final Runnable whenWhole;
  private byte[] gathered = NONE;
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
      refuse(tooLong());
      return;
    }
    Endpoint.inTime(request);
    if (limits.isTooSlow(size, System.nanoTime() - begun)) {
      gathered = NONE;
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
        gathered = NONE;
        exchange.failed(chunk.getFailure());
        return;
      }
      int count = chunk.getByteBuffer().remaining();
      boolean fits = count <= limits.maxBytes() - size;
      boolean room = fits && reserve(size + count);
      if (room) {
        chunk.getByteBuffer().get(gathered, size, count);
        size += count;
      }
      boolean last = chunk.isLast();
      chunk.release();
      if (!room) {
        refuse(fits ? noRoom() : tooLong());
        return;
      }
      if (last) {
        exchange.body(whole());
        whenWhole.run();
        return;
      }
    }
  }

  /** Grows with what has arrived, never with what was announced; false where memory is short. */
  private boolean reserve(int needed) {
    if (needed <= gathered.length) {
      return true;
    }
    int announced = (int) Math.min(Math.max(request.getLength(), needed), limits.maxBytes());
    int doubled = Math.max(FIRST_BYTES, (int) Math.min(2L * gathered.length, limits.maxBytes()));
    int next = Math.max(needed, Math.min(announced, doubled));
    int before = Math.max(0, gathered.length - BodyBudget.SHORT_BYTES);
    int more = Math.max(0, next - BodyBudget.SHORT_BYTES) - before;
    if (more > 0 && !exchange.hold(more)) {
      return false;
    }
    gathered = Arrays.copyOf(gathered, next);
    return true;
  }

  private Bytes whole() {
    byte[] all = size == gathered.length ? gathered : Arrays.copyOf(gathered, size);
    gathered = NONE;
    return Bytes.wrap(all);
  }

  private void refuse(MeshException refusal) {
    gathered = NONE;
    exchange.set("Connection", "close");
    exchange.fail(refusal);
  }

  private MeshException tooLong() {
    return new MeshException(
        Status.TOO_LARGE,
        "CMESH-HTTP-413",
        "body: longer than " + limits.maxBytes() + " bytes",
        "Send less, or raise maxBodyBytes in etc/io.cmesh.http.cfg.");
  }

  private static MeshException noRoom() {
    return MeshException.of(
            Status.UNAVAILABLE, "CMESH-HTTP-004", "too many long bodies are on their way at once")
        .hint("Try again in a moment, or send bodies of up to 16 KiB.")
        .retryAfter(Duration.ofSeconds(1))
        .build();
  }
}
