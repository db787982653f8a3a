package io.cmesh.doors.mesh;

import io.cmesh.api.Bytes;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.events.Event;
import io.cmesh.http.HttpStream;
import io.cmesh.http.Problem;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes a channel's events to one client, a line each. The bus's thread waits until the client has
 * taken the line: a slow client slows its own subscription, and one that takes nothing for {@value
 * #PATIENCE_SECONDS} s is let go; it comes back with the sequence it has.
 */
final class Follower implements Consumer<Event> {
  private static final int PATIENCE_SECONDS = 30;
  private static final Bytes EMPTY_LINE = Bytes.utf8("\n");

  private final CompletableFuture<HttpStream> stream = new CompletableFuture<>();
  private final Semaphore writing = new Semaphore(1);
  private volatile boolean quiet = true;
  private volatile @Nullable MeshException lastWord;

  void begin(HttpStream begun, Runnable whenEnded) {
    begun.onEnd(whenEnded);
    stream.complete(begun);
  }

  @Override
  public void accept(Event event) {
    quiet = false;
    try {
      write(line(event)).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      // The client has gone, or takes nothing: its end is no failure of the node's.
      end();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      end();
    }
  }

  private CompletableFuture<Void> write(Bytes line) throws InterruptedException {
    if (!writing.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      return CompletableFuture.failedFuture(new TimeoutException("the client takes nothing"));
    }
    return stream.thenCompose(s -> s.write(line)).whenComplete((done, failure) -> written());
  }

  /** An empty line where nothing was written since the last beat. */
  void beat() {
    if (quiet && stream.isDone() && writing.tryAcquire()) {
      stream.join().write(EMPTY_LINE).whenComplete((done, failure) -> written());
    }
    quiet = true;
  }

  private void written() {
    writing.release();
    sayLastWord();
  }

  /** Ends it with a line that says why. */
  void endFor(MeshException why) {
    lastWord = why;
    sayLastWord();
  }

  // Behind a line that is on its way: whoever writes that one says the last word then.
  private void sayLastWord() {
    MeshException why = lastWord;
    if (why != null && writing.tryAcquire()) {
      stream
          .thenCompose(s -> s.write(line(why)))
          .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
          .whenComplete((done, failure) -> end());
    }
  }

  private static Bytes line(MeshException why) {
    Bytes begin = Bytes.utf8("{\"status\":" + why.status().code() + ",\"error\":");
    return begin.concat(Problem.json(why)).concat(Bytes.utf8("}\n"));
  }

  void end() {
    stream.thenAccept(HttpStream::close);
  }

  private static Bytes line(Event event) {
    Bytes json =
        Json.object(
            out -> {
              out.writeStringField("stream", event.stream());
              out.writeNumberField("seq", event.sequence());
              out.writeStringField("subject", event.subject());
              out.writeStringField("time", Json.time(event.timeMillis()));
              out.writeFieldName("payload");
              out.writeRawValue(event.payload().isEmpty() ? "null" : event.payload().utf8());
            });
    return json.concat(EMPTY_LINE);
  }
}
