package io.cmesh.doors.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cmesh.api.Bytes;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.events.Event;
import io.cmesh.api.message.Status;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FollowingTest {
  private final OpenDoor open = new OpenDoor();

  @AfterEach
  void close() {
    open.close();
  }

  private static Event event(long sequence, String payload) {
    return new Event("demo", sequence, "demo.a", 0, Bytes.utf8(payload), Bytes.EMPTY);
  }

  private static BufferedReader lines(InputStream stream) {
    return new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
  }

  private static String next(BufferedReader lines) throws IOException {
    String line = lines.readLine();
    while (line != null && line.isEmpty()) {
      line = lines.readLine();
    }
    return line;
  }

  private Consumer<Event> follower() {
    await().until(() -> !open.node.followers.isEmpty());
    return open.node.followers.get(0);
  }

  @Test
  void eventsComeOneALineAsTheyHappen() throws Exception {
    try (BufferedReader lines = lines(open.stream("/events/demo.%3E?from=7"))) {
      assertThat(open.node.calls).contains("subscribe demo.> 7");
      follower().accept(event(7, "{\"a\":1}"));
      assertThat(next(lines))
          .isEqualTo(
              "{\"stream\":\"demo\",\"seq\":7,\"subject\":\"demo.a\","
                  + "\"time\":\"1970-01-01T00:00:00Z\",\"payload\":{\"a\":1}}");
      follower().accept(event(8, ""));
      assertThat(next(lines)).endsWith("\"payload\":null}");
    }
  }

  @Test
  void aRefusedFilterIsAnAnswer() {
    assertThat(open.get("/events/forbidden").statusCode()).isEqualTo(503);
    assertThat(open.get("/events/forbidden").headers().firstValue("Retry-After")).contains("7");
    assertThat(open.send(open.request("/events/demo")).statusCode()).isEqualTo(401);
    assertThat(open.get("/events/demo?from=-1").statusCode()).isEqualTo(400);
  }

  @Test
  void aClientThatLeavesEndsItsSubscription() throws Exception {
    InputStream stream = open.stream("/events/demo");
    follower();
    stream.close();
    await().until(() -> open.node.followers.isEmpty());
  }

  @Test
  void aClientThatReadsNothingHoldsUpItsOwnSubscriptionAlone() throws Exception {
    InputStream stuck = open.stream("/events/stuck");
    Consumer<Event> follower = follower();
    String payload = '"' + "x".repeat(1 << 20) + '"';
    AtomicLong taken = new AtomicLong();
    CompletableFuture<Void> feeding =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 1; i <= 64; i++) {
                follower.accept(event(i, payload));
                taken.incrementAndGet();
              }
            });
    await().until(() -> taken.get() > 0);
    assertThat(open.get("/mesh/0xS:0x001:k").statusCode()).isEqualTo(200);
    assertThat(feeding.isDone()).isFalse();
    stuck.close();
    feeding.get();
  }

  @Test
  void whenTheNodeEndsItTheLastLineSaysWhy() throws Exception {
    try (BufferedReader lines = lines(open.stream("/events/demo"))) {
      follower().accept(event(1, "1"));
      open.node.endings.get(0).accept(new MeshException(Status.FORBIDDEN, "CMESH-KRN-012", "no"));

      assertThat(next(lines)).contains("\"seq\":1");
      assertThat(next(lines))
          .isEqualTo("{\"status\":403,\"error\":{\"code\":\"CMESH-KRN-012\",\"message\":\"no\"}}");
      assertThat(next(lines)).isNull();
    }
    await().until(() -> open.node.followers.isEmpty());
  }

  @Test
  void aThousandEventsArriveInOrder() throws Exception {
    try (BufferedReader lines = lines(open.stream("/events/demo"))) {
      Consumer<Event> follower = follower();
      CompletableFuture<Void> feeding =
          CompletableFuture.runAsync(
              () -> {
                for (int i = 1; i <= 1000; i++) {
                  follower.accept(event(i, "1"));
                }
              });
      for (int i = 1; i <= 1000; i++) {
        assertThat(next(lines)).contains("\"seq\":" + i + ",");
      }
      feeding.get();
    }
  }

  @Test
  void streamsAreListed() {
    assertThat(open.get("/streams").body())
        .isEqualTo(
            "{\"streams\":[{\"name\":\"demo\",\"subjects\":[\"demo.>\"],\"firstSequence\":1,"
                + "\"lastSequence\":9,\"sizeBytes\":100}]}");
  }

  @Test
  void theDoorsEndIsTheStreamsEnd() throws Exception {
    try (BufferedReader lines = lines(open.stream("/events/demo"))) {
      follower();
      open.door.close();
      assertThat(next(lines)).isNull();
    }
  }
}
