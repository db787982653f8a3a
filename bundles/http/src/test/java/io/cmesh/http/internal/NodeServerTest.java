package io.cmesh.http.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cmesh.api.Bytes;
import io.cmesh.api.Cancellable;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import io.cmesh.http.HttpExchange;
import io.cmesh.http.HttpHandler;
import io.cmesh.http.HttpServer;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeServerTest {
  private RunningServer running = new RunningServer("maxBodyBytes", "1KiB");

  @AfterEach
  void stop() {
    running.close();
  }

  private static HttpHandler echo() {
    return x -> x.respond(200, HttpExchange.JSON, x.body());
  }

  private static HttpHandler path() {
    return x -> x.respond(200, "text/plain", Bytes.utf8(x.path() + "|" + x.query()));
  }

  private static HttpHandler text(String text) {
    return x -> x.respond(200, "text/plain", Bytes.utf8(text));
  }

  private HttpResponse<String> post(String path, String body) {
    return running.send(running.request(path).POST(BodyPublishers.ofString(body)).build());
  }

  @Test
  void aBodyArrivesWholeAndIsAnswered() {
    running.with("/echo", echo());
    HttpResponse<String> answer = post("/echo", "x".repeat(1024));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("x".repeat(1024));
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
  }

  @Test
  void aBodyThatIsTooLongIs413() {
    running.with("/echo", echo());
    HttpResponse<String> answer = post("/echo", "x".repeat(1025));
    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(answer.body()).contains("CMESH-HTTP-413");
  }

  @Test
  void aChunkedBodyThatIsTooLongIs413() {
    running.with("/echo", echo());
    String answer =
        running.raw(
            "POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "800\r\n"
                + "x".repeat(0x800)
                + "\r\n0\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 413");
  }

  @Test
  void theRawPathReachesTheHandlerUntouched() {
    running.with("/mesh/", path());
    String answer =
        running.raw(
            "GET /mesh/a%2Fb/../c;x=1//%FF?q=%20 HTTP/1.1\r\nHost: localhost\r\n"
                + "Connection: close\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 200").endsWith("/mesh/a%2Fb/../c;x=1//%FF|q=%20");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/mesh/%zz", "/mesh/%", "/mesh/a#b", "/mesh/%00"})
  void aPathThatIsNoPathIs400(String path) {
    running.with("/mesh/", path());
    assertThat(
            running.raw(
                "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 400");
  }

  @Test
  void aPathOf200KiBReachesTheHandler() {
    running.with("/mesh/", x -> x.respond(200, "text/plain", Bytes.utf8("" + x.path().length())));
    assertThat(running.get("/mesh/" + "x".repeat(200_000)).body()).isEqualTo("200006");
  }

  @Test
  void aLongerRequestLineThanThatIs413() {
    running.with("/mesh/", path());
    HttpResponse<String> answer = running.get("/mesh/" + "x".repeat(300_000));
    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(answer.body()).contains("CMESH-HTTP-413");
  }

  @Test
  void theLongestPrefixWinsAndEndsAtASlash() {
    running.with("/", text("root")).with("/a", text("a")).with("/a/b", text("ab"));
    assertThat(running.get("/a/b/c").body()).isEqualTo("ab");
    assertThat(running.get("/a/bc").body()).isEqualTo("a");
    assertThat(running.get("/ab").body()).isEqualTo("root");
  }

  @Test
  void theLatestOfEqualPrefixesWinsUntilItLeaves() {
    running.with("/", text("first"));
    Cancellable second = running.server.register(HttpServer.NODE, "/", text("second"));
    assertThat(running.get("/").body()).isEqualTo("second");
    second.close();
    assertThat(running.get("/").body()).isEqualTo("first");
  }

  @Test
  void whereADoorWasClosedIs503WithADelayUntilThereIsANewOne() {
    running.with("/", text("root"));
    Cancellable door = running.server.register(HttpServer.NODE, "/mine", text("door"));
    assertThat(running.get("/mine/1").body()).isEqualTo("door");

    door.close();
    door.close();

    assertThat(running.get("/mine/1").statusCode()).isEqualTo(503);
    assertThat(running.get("/mine/1").headers().firstValue("Retry-After")).contains("1");
    assertThat(running.get("/mine/1").body()).contains("CMESH-HTTP-503");
    assertThat(running.get("/mines").body()).isEqualTo("root");
    running.with("/mine", text("new"));
    assertThat(running.get("/mine/1").body()).isEqualTo("new");
  }

  @Test
  void whatNobodyServesIs404() {
    HttpResponse<String> answer = running.get("/nothing");
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).contains("CMESH-HTTP-404");
  }

  @Test
  void listenersHaveRoutesOfTheirOwn() {
    running.server.register("other", "/", text("other"));
    assertThat(running.get("/").statusCode()).isEqualTo(404);
    assertThatThrownBy(() -> running.server.register("none", "/", text("")))
        .isInstanceOf(MeshException.class)
        .hasMessageContaining("node, other");
  }

  @Test
  void aRefusalIsAnsweredWithItsStatusCodeAndHint() {
    running.with(
        "/",
        x -> {
          throw new MeshException(Status.CONFLICT, "CMESH-X-001", "a \"name\"\n", "take another");
        });
    HttpResponse<String> answer = running.get("/");
    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(answer.body())
        .isEqualTo(
            "{\"code\":\"CMESH-X-001\",\"message\":\"a \\\"name\\\"\\u000a\","
                + "\"hint\":\"take another\"}");
  }

  @Test
  void aFailureIs500AndKeepsItsDetailsToItself() {
    running.with("/", x -> x.fail(new IllegalStateException("secret")));
    HttpResponse<String> answer = running.get("/");
    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body()).contains("CMESH-HTTP-500").doesNotContain("secret");
  }

  @Test
  void a401CarriesTheChallengeAnda503ADelay() {
    running.with("/401", x -> x.respond(401, HttpExchange.JSON, Bytes.EMPTY));
    running.with("/503", x -> x.respond(503, HttpExchange.JSON, Bytes.EMPTY));
    assertThat(running.get("/401").headers().firstValue("WWW-Authenticate"))
        .contains("CMTP did, irma; session=\"/session\"");
    assertThat(running.get("/503").headers().firstValue("Retry-After")).contains("1");
  }

  @Test
  void anAnswerMayComeLaterFromAnotherThread() {
    running.with(
        "/",
        x -> CompletableFuture.runAsync(() -> x.respond(200, "text/plain", Bytes.utf8("later"))));
    assertThat(running.get("/").body()).isEqualTo("later");
  }

  @Test
  void aSecondAnswerIsRefused() {
    AtomicReference<Throwable> second = new AtomicReference<>();
    running.with(
        "/",
        x -> {
          x.respond(200, "text/plain", Bytes.EMPTY);
          try {
            x.respond(200, "text/plain", Bytes.EMPTY);
          } catch (IllegalStateException e) {
            second.set(e);
          }
        });
    running.get("/");
    await().until(() -> second.get() != null);
  }

  @Test
  void http2WithoutTlsIsSpoken() throws Exception {
    running.with("/", echo());
    HttpClient http2 = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
    HttpRequest upgrade = running.request("/").build();
    assertThat(http2.send(upgrade, BodyHandlers.ofString()).version())
        .isEqualTo(HttpClient.Version.HTTP_2);
    HttpRequest request = running.request("/").POST(BodyPublishers.ofString("two")).build();
    HttpResponse<String> answer = http2.send(request, BodyHandlers.ofString());
    assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
    assertThat(answer.body()).isEqualTo("two");
  }

  @Test
  void aStreamIsFlushedLineByLine() {
    running.with(
        "/",
        x -> {
          var stream = x.stream(200, "application/x-ndjson");
          stream
              .write(Bytes.utf8("1\n"))
              .thenCompose(v -> stream.write(Bytes.utf8("2\n")))
              .thenRun(stream::close);
        });
    assertThat(running.get("/").body()).isEqualTo("1\n2\n");
  }

  @Test
  void stoppingWaitsForRequestsInFlight() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    running.with(
        "/",
        x -> {
          begun.countDown();
          awaitLatch(go);
          x.respond(200, "text/plain", Bytes.utf8("done"));
        });
    CompletableFuture<HttpResponse<String>> answer =
        running.client.sendAsync(running.request("/").build(), BodyHandlers.ofString());
    begun.await();
    CompletableFuture<Void> stopped = CompletableFuture.runAsync(running::close);
    go.countDown();
    assertThat(answer.get().body()).isEqualTo("done");
    stopped.get();
  }

  @Test
  void stoppingEndsStreams() throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    running.with("/", x -> x.stream(200, "application/x-ndjson").onEnd(ended::countDown));
    CompletableFuture<HttpResponse<String>> answer =
        running.client.sendAsync(running.request("/").build(), BodyHandlers.ofString());
    await()
        .until(
            () ->
                running.registry.get("cmesh.http.in.flight").tag("listener", "node").gauge().value()
                    == 1);
    running.close();
    assertThat(answer.get().statusCode()).isEqualTo(200);
    assertThat(ended.getCount()).isZero();
  }

  @Test
  void requestsAreCountedByStatus() {
    running.with("/", echo());
    running.get("/");
    await()
        .atMost(Duration.ofSeconds(5))
        .until(
            () ->
                running
                    .registry
                    .scrape()
                    .contains(
                        "cmesh_http_requests_seconds_count{listener=\"node\",status=\"2xx\"} 1"));
  }

  @Test
  void metricsAreServedToThisMachine() {
    new MetricsPage(running.server, running.registry, null);
    HttpResponse<String> answer = running.get("/metrics");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("cmesh_http_in_flight");
  }

  @Test
  void doorsMayComeAndGoUnderLoadAndNoRequestFails() throws Exception {
    running.with("/", text("first"));
    AtomicBoolean stop = new AtomicBoolean();
    CompletableFuture<Void> swapping =
        CompletableFuture.runAsync(
            () -> {
              Cancellable last = () -> {};
              while (!stop.get()) {
                Cancellable next = running.server.register(HttpServer.NODE, "/", text("next"));
                last.close();
                last = next;
              }
            });
    List<CompletableFuture<Void>> asking = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      asking.add(CompletableFuture.runAsync(this::askOften));
    }
    CompletableFuture.allOf(asking.toArray(CompletableFuture[]::new)).get();
    stop.set(true);
    swapping.get();
  }

  private void askOften() {
    for (int i = 0; i < 500; i++) {
      assertThat(running.get("/").statusCode()).isEqualTo(200);
    }
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
