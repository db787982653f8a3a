package io.cmesh.client;

import io.cmesh.api.message.Status;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A channel followed: events as they come. Reading blocks; {@link #close} from another thread ends
 * it. Not thread-safe otherwise.
 */
public final class EventTail implements AutoCloseable {
  private final URI node;
  private final InputStream body;
  private final BufferedReader lines;

  EventTail(URI node, Transport.Streaming answer) {
    this.node = node;
    this.body = answer.body();
    this.lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
  }

  /**
   * The next event, {@code {stream, seq, subject, time, payload}}; waits for it. Empty once the
   * node ends the answer.
   *
   * @throws RefusedException where the node ends it because the session has ended (401) or the
   *     channel may not be read any more (403)
   * @throws UnreachableException where the connection breaks
   */
  public Optional<Doc> next() {
    try {
      String line = lines.readLine();
      // The node may send empty lines to keep the connection open.
      while (line != null && line.isBlank()) {
        line = lines.readLine();
      }
      return line == null ? Optional.empty() : Optional.of(event(line));
    } catch (IOException e) {
      throw new UnreachableException(node, e);
    }
  }

  private static Doc event(String line) {
    Doc event = Doc.parse(line.getBytes(StandardCharsets.UTF_8));
    if (event.has("error")) {
      Doc why = event.object("error");
      int status = (int) event.number("status", Status.UNAUTHORIZED.code());
      throw new RefusedException(new Answer(status, why, Optional.empty()));
    }
    return event;
  }

  @Override
  public void close() {
    try {
      body.close(); // the reader's own close would wait for the line that is being read
    } catch (IOException e) {
      throw new UnreachableException(node, e);
    }
  }
}
