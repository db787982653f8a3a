package io.cmesh.http;

import io.cmesh.api.Bytes;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/** An answer that is written piece by piece, each flushed. Thread-safe, but for {@link #write}. */
@ProviderType
public interface HttpStream extends AutoCloseable {
  /**
   * Writes. The next write waits until the stage is complete: that is the back-pressure. Completes
   * exceptionally, with {@link java.io.IOException}, once the client has gone or the server stops.
   */
  CompletionStage<Void> write(Bytes bytes);

  /** Calls {@code listener} once when the stream has ended, whoever ended it; now if it has. */
  void onEnd(Runnable listener);

  /** Ends the answer. Ending it twice does nothing the second time. */
  @Override
  void close();
}
