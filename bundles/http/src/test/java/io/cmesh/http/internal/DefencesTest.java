package io.cmesh.http.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cmesh.api.Bytes;
import io.cmesh.http.HttpExchange;
import io.cmesh.http.HttpHandler;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DefencesTest {
  private static final HttpHandler OK = x -> x.respond(200, HttpExchange.JSON, Bytes.utf8("1"));
  private static final HttpHandler NOBODY = x -> x.respond(401, HttpExchange.JSON, Bytes.utf8("1"));

  private static String withHost(RunningServer running, String headers) {
    return running.raw("GET / HTTP/1.1\r\n" + headers + "Connection: close\r\n\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1:6470", "[::1]", "LOCALHOST:80", "node.example"})
  void theNodesOwnNamesAreLetIn(String host) {
    try (RunningServer running = new RunningServer("hosts", "node.example").with("/", OK)) {
      assertThat(withHost(running, "Host: " + host + "\r\n")).startsWith("HTTP/1.1 200");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"evil.example", "127.evil.example", "10.0.0.1", "localhost.evil.example"})
  void aForeignHostIsRefusedSoThatNoNameCanBeRebound(String host) {
    try (RunningServer running = new RunningServer().with("/", OK)) {
      assertThat(withHost(running, "Host: " + host + "\r\n"))
          .startsWith("HTTP/1.1 403")
          .contains("CMESH-HTTP-403");
    }
  }

  @Test
  void aPageOfAnotherSiteIsRefused() {
    try (RunningServer running = new RunningServer().with("/", OK)) {
      assertThat(withHost(running, "Host: localhost\r\nOrigin: http://evil.example\r\n"))
          .startsWith("HTTP/1.1 403");
      assertThat(withHost(running, "Host: localhost\r\nOrigin: null\r\n"))
          .startsWith("HTTP/1.1 403");
      assertThat(withHost(running, "Host: localhost\r\nOrigin: http://localhost\r\n"))
          .startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void whoIsTooFastGets429AndADelay() {
    try (RunningServer running =
        new RunningServer("rate.perSecond", "1", "rate.burst", "3").with("/", OK)) {
      for (int i = 0; i < 3; i++) {
        assertThat(running.get("/").statusCode()).isEqualTo(200);
      }
      HttpResponse<String> refused = running.get("/");
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.headers().firstValueAsLong("Retry-After").getAsLong()).isBetween(1L, 2L);
    }
  }

  @Test
  void inventedTokensGiveNobodyMoreThanAnAddressHas() {
    try (RunningServer running =
        new RunningServer("rate.perSecond", "1", "rate.burst", "3").with("/", NOBODY)) {
      int last = 0;
      for (int i = 0; i < 5; i++) {
        last =
            running
                .send(running.request("/").header("Authorization", "Bearer t" + i).build())
                .statusCode();
      }
      assertThat(last).isEqualTo(429);
    }
  }

  @Test
  void whatWatchdogsAskIsNotLimited() {
    HttpHandler free =
        new HttpHandler() {
          @Override
          public void handle(HttpExchange exchange) {
            exchange.respond(200, HttpExchange.JSON, Bytes.EMPTY);
          }

          @Override
          public boolean rateLimited() {
            return false;
          }
        };
    try (RunningServer running =
        new RunningServer("rate.perSecond", "1", "rate.burst", "1").with("/livez", free)) {
      running.get("/livez");
      assertThat(running.get("/livez").statusCode()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GARBAGE\r\n\r\n",
        "GET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/9.9\r\nHost: localhost\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        "GET /\u0000 HTTP/1.1\r\nHost: localhost\r\n\r\n"
      })
  void whatIsNotHttpIsRefusedAndTheServerServesOn(String request) {
    try (RunningServer running = new RunningServer().with("/", OK)) {
      assertThat(running.raw(request)).matches("(?s)HTTP/1.1 (4..|505).*");
      assertThat(running.get("/").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aConnectionThatSaysNothingIsClosed() {
    try (RunningServer running = new RunningServer("idleTimeout", "100ms").with("/", OK)) {
      assertThat(running.raw("GET / HT")).doesNotContain("200");
    }
  }

  @Test
  void aSenderThatDripsItsHeadIsCutOff() throws Exception {
    try (RunningServer running = new RunningServer("headTimeout", "200ms").with("/", OK);
        Socket socket = new Socket("127.0.0.1", running.port())) {
      await()
          .atMost(Duration.ofSeconds(5))
          .pollInterval(Duration.ofMillis(20))
          .until(() -> !drip(socket));
    }
  }

  private static boolean drip(Socket socket) {
    try {
      socket.getOutputStream().write('G');
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void aConnectionMayBeUsedForLongerThanAHeadMayTake() throws Exception {
    try (RunningServer running = new RunningServer("headTimeout", "1s").with("/", OK)) {
      long end = System.nanoTime() + 2_500_000_000L;
      while (System.nanoTime() < end) {
        assertThat(running.get("/").statusCode()).isEqualTo(200);
      }
    }
  }

  @Test
  void aBodyThatKeepsItsPaceIsNotTooSlow() {
    BodyLimits limits = new BodyLimits(1000, 64);
    assertThat(limits.isTooSlow(0, 10_999_999_999L)).isFalse();
    assertThat(limits.isTooSlow(63, 11_000_000_000L)).isTrue();
    assertThat(limits.isTooSlow(64, 11_000_000_000L)).isFalse();
  }
}
