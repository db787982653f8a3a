package io.cmesh.http.internal;

import io.cmesh.api.Bytes;
import io.cmesh.http.HttpStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/** A streamed answer. Jetty allows one write at a time, so an end waits for the write under way. */
final class JettyStream implements HttpStream {
  private final Response response;
  private final Callback exchange;
  private final CompletableFuture<Void> headersSent = new CompletableFuture<>();
  private final List<Runnable> listeners = new ArrayList<>();
  private boolean writing;
  private boolean ended;
  private boolean completed;

  JettyStream(Response response, Callback exchange) {
    this.response = response;
    this.exchange = exchange;
    send(BufferUtil.EMPTY_BUFFER, headersSent);
  }

  @Override
  public CompletionStage<Void> write(Bytes bytes) {
    return headersSent.thenCompose(
        sent -> {
          CompletableFuture<Void> written = new CompletableFuture<>();
          send(ByteBuffer.wrap(bytes.unsafeArray()), written);
          return written;
        });
  }

  private void send(ByteBuffer buffer, CompletableFuture<Void> written) {
    synchronized (this) {
      if (ended) {
        written.completeExceptionally(new EOFException("the stream has ended"));
        return;
      }
      if (writing) {
        written.completeExceptionally(new IOException("the last write is not complete yet"));
        return;
      }
      writing = true;
    }
    response.write(
        false, buffer, Callback.from(() -> written(written), failure -> lost(failure, written)));
  }

  private void written(CompletableFuture<Void> written) {
    boolean finish;
    synchronized (this) {
      writing = false;
      finish = ended && !completed;
      completed |= finish;
    }
    if (finish) {
      finish();
    }
    written.complete(null);
  }

  private void lost(Throwable failure, CompletableFuture<Void> written) {
    failed(failure);
    written.completeExceptionally(new IOException("the client has gone", failure));
  }

  /** The connection is broken. */
  void failed(Throwable failure) {
    boolean complete;
    synchronized (this) {
      complete = !completed;
      completed = true;
      ended = true;
    }
    if (complete) {
      exchange.failed(failure);
    }
    tellEnd();
  }

  @Override
  public void close() {
    boolean finish;
    synchronized (this) {
      finish = !ended && !writing;
      ended = true;
      completed |= finish;
    }
    if (finish) {
      finish();
    }
    tellEnd();
  }

  private void finish() {
    response.write(true, BufferUtil.EMPTY_BUFFER, exchange);
  }

  @Override
  public void onEnd(Runnable listener) {
    synchronized (this) {
      if (!ended) {
        listeners.add(listener);
        return;
      }
    }
    listener.run();
  }

  private void tellEnd() {
    List<Runnable> told;
    synchronized (this) {
      told = List.copyOf(listeners);
      listeners.clear();
    }
    told.forEach(Runnable::run);
  }
}
