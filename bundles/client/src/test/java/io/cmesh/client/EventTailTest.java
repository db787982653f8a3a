package io.cmesh.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EventTailTest {
  private final CountDownLatch reading = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);

  /** A node that has nothing to say for now. */
  private final class Silent extends InputStream {
    @Override
    public int read() throws IOException {
      reading.countDown();
      try {
        closed.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      return -1;
    }

    @Override
    public void close() {
      closed.countDown();
    }
  }

  @Test
  void closingEndsAReadThatWaits() throws Exception {
    EventTail tail =
        new EventTail(
            URI.create("http://node"), new Transport.Streaming(200, Map.of(), new Silent()));
    CompletableFuture<Boolean> ended = CompletableFuture.supplyAsync(() -> tail.next().isEmpty());
    assertThat(reading.await(10, TimeUnit.SECONDS)).isTrue();

    CompletableFuture.runAsync(tail::close).get(10, TimeUnit.SECONDS);
    assertThat(ended.get(10, TimeUnit.SECONDS)).isTrue();
  }
}
