package io.cmesh.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmesh.client.StubNode.Reply;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MeshClientTest {
  private static final RetryPolicy QUICK =
      new RetryPolicy(3, Duration.ofMillis(1), Duration.ofMillis(20));

  private StubNode node;
  private MeshClient client;

  @BeforeEach
  void start() throws IOException {
    node = new StubNode().answering(200, "\"Hello\"");
    client = MeshClient.of(node.url()).with(QUICK);
  }

  @AfterEach
  void stop() {
    client.close();
    node.close();
  }

  @Test
  void aCallAnswersThePayload() {
    Answer answer = client.call("0xS:0x001:hello_world");

    assertThat(answer.ok()).isTrue();
    assertThat(answer.payload()).isEqualTo("Hello");
    assertThat(answer.payloadJson()).isEqualTo("\"Hello\"");
  }

  @Test
  void aBusyNodeIsAskedAgainUnderTheSameId() {
    for (int status : List.of(503, 429)) {
      node.first("POST /cmtp", Reply.of(status, "{\"code\":\"X\",\"message\":\"later\"}"));
    }

    assertThat(client.call("0xS:0x001:a").ok()).isTrue();
    assertThat(node.seen("/cmtp")).hasSize(3);
    assertThat(node.seen("/cmtp").stream().map(seen -> seen.body().require("id")).distinct())
        .hasSize(1);
  }

  @Test
  void anUnknownOutcomeIsAskedForAgainUnderTheSameId() {
    node.first("POST /cmtp", Reply.of(504, "{\"code\":\"X\",\"message\":\"unknown\"}"));

    assertThat(client.call("0xSW:0x001:a:1").ok()).isTrue();
    assertThat(node.seen("/cmtp").stream().map(seen -> seen.body().require("id")).distinct())
        .hasSize(1);
  }

  @Test
  void aRefusalIsNotAskedAgain() {
    node.answering(403, "{\"code\":\"CMESH-X\",\"message\":\"no\"}");

    assertThat(client.call("0xS:0x001:a").status()).isEqualTo(403);
    assertThat(node.seen("/cmtp")).hasSize(1);
  }

  @Test
  void theLastAnswerIsReturnedWhereRetriesDoNotHelp() {
    node.answering(503, "{\"code\":\"CMESH-X\",\"message\":\"later\"}");

    Answer answer = client.call("0xS:0x001:a");

    assertThat(answer.status()).isEqualTo(503);
    assertThat(node.seen("/cmtp")).hasSize(3);
  }

  @Test
  void theDelayThatTheNodeNamesIsKeptWithinTheLongest() {
    RetryPolicy policy = new RetryPolicy(5, Duration.ofMillis(100), Duration.ofSeconds(5));

    assertThat(policy.delay(1, Optional.of(Duration.ofSeconds(2))))
        .isEqualTo(Duration.ofSeconds(2));
    assertThat(policy.delay(1, Optional.of(Duration.ofHours(1)))).isEqualTo(Duration.ofSeconds(5));
    assertThat(policy.delay(3, Optional.empty()))
        .isBetween(Duration.ofMillis(200), Duration.ofMillis(400));
  }

  @Test
  void aTokenThatTheNodeRefusesIsReplacedOnce() {
    node.first("POST /cmtp", Reply.of(401, "{\"code\":\"X\",\"message\":\"revoked\"}"));
    TokenSource tokens =
        new TokenSource() {
          @Override
          public Optional<String> token() {
            return Optional.of("old");
          }

          @Override
          public Optional<String> another(String refused) {
            return Optional.of("instead of " + refused);
          }
        };

    assertThat(client.with(tokens).call("0xI:whoami").ok()).isTrue();
    assertThat(node.seen("/cmtp").get(1).token()).isEqualTo("instead of old");
  }

  @Test
  void aNodeThatDoesNotListenIsReportedWithItsUrl() throws IOException {
    URI nobody;
    try (ServerSocket socket = new ServerSocket(0)) {
      nobody = URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }

    assertThatThrownBy(() -> MeshClient.of(nobody).call("0xI:whoami"))
        .isInstanceOf(UnreachableException.class)
        .hasMessageContaining(nobody.toString());
  }

  @Test
  void whatIsNoMeshNodeIsSaidToBeNone() {
    node.on("POST /cmtp", 200, "<html>hello</html>");

    assertThatThrownBy(() -> client.call("0xI:whoami")).hasMessageContaining("no JSON");
  }

  @Test
  void theHeadersOfAMessageTravelWithIt() {
    client.message(MeshRequest.of("0xS:0x001:a").withHeader("prefer", "stale"));

    assertThat(node.seen("/cmtp").get(0).body().object("headers").object("request").fields())
        .isEqualTo(Map.of("prefer", "stale"));
  }

  @Test
  void eventsComeOneByOneUntilTheNodeEnds() {
    node.on(
        "GET /events/*", 200, "{\"seq\":1,\"payload\":\"a\"}\n\n{\"seq\":2,\"payload\":\"b\"}\n");

    try (EventTail tail = client.events("demo.>", 1)) {
      assertThat(tail.next().orElseThrow().number("seq", 0)).isEqualTo(1);
      assertThat(tail.next().orElseThrow().number("seq", 0)).isEqualTo(2);
      assertThat(tail.next()).isEmpty();
    }
    assertThat(node.seen().get(0).path()).isEqualTo("/events/demo.%3E?from=1");
  }

  @Test
  void whatTheNodeEndsAFollowingForIsThrown() {
    node.on(
        "GET /events/*",
        200,
        "{\"seq\":1,\"payload\":\"a\"}\n{\"status\":403,\"error\":{\"code\":\"CMESH-KRN-012\",\"message\":\"no more\"}}\n");

    try (EventTail tail = client.events("demo.a", 1)) {
      assertThat(tail.next().orElseThrow().number("seq", 0)).isEqualTo(1);
      assertThatThrownBy(tail::next)
          .isInstanceOfSatisfying(
              RefusedException.class, e -> assertThat(e.answer().status()).isEqualTo(403))
          .hasMessageContaining("no more");
    }
  }

  @Test
  void aRefusedFollowingThrowsWhatTheNodeSays() {
    node.on("GET /events/*", 403, "{\"code\":\"CMESH-EVT-403\",\"message\":\"not yours\"}");

    assertThatThrownBy(() -> client.events("demo.a", 0))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("not yours");
  }
}
