package io.cmesh.doors.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmesh.api.Bytes;
import io.cmesh.api.message.Message;
import io.cmesh.api.message.Status;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MeshEndpointTest {
  private final OpenDoor open = new OpenDoor();

  @AfterEach
  void close() {
    open.close();
  }

  private Message asked() {
    return open.node.requests.get(open.node.requests.size() - 1);
  }

  @Test
  void aReadAnswersThePayloadAloneAndTheRestInHeaders() {
    HttpResponse<String> answer = open.get("/mesh/0xS:0x001:hello_world");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("\"Hello, world\"");
    assertThat(answer.headers().firstValue("CMTP-Id")).contains(asked().id().toString());
    assertThat(answer.headers().firstValue("CMTP-Index")).contains("42");
    assertThat(answer.headers().firstValue("CMTP-Resolved")).contains("0xS:0x001:hello_world");
  }

  @Test
  void thePathIsDecodedOnce() {
    open.get("/mesh/0xS:0x001:f:%5B%22a%2525%C3%BC+%3F%22%5D");
    assertThat(asked().fqmn()).isEqualTo("0xS:0x001:f:[\"a%25ü+?\"]");
  }

  @Test
  void dotsAndSlashesInAnFqmnAreLeftAlone() {
    open.get("/mesh/0xS:0x001:f:%22a/../b//c;x=1%22");
    assertThat(asked().fqmn()).isEqualTo("0xS:0x001:f:\"a/../b//c;x=1\"");
  }

  @Test
  void invalidUtf8Is400() {
    HttpResponse<String> answer = open.get("/mesh/0xS:0x001:%FF%FE");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("CMESH-DOR-001");
  }

  @Test
  void whoHasNoSessionIsToldSoBeforeTheyAreToldOfAMalformedPath() {
    assertThat(open.send(open.request("/mesh/0xS:0x001:%FF")).statusCode()).isEqualTo(401);
  }

  @Test
  void withoutATokenTheAnswerIs401WithTheChallenge() {
    HttpResponse<String> answer = open.send(open.request("/mesh/0xS:0x001:hello_world"));
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate"))
        .contains("CMTP did, irma; session=\"/session\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0xSW:0x001:k:v", "0xRW:a.mcom:0xS:0x001", "0xEW:demo.a:1", "0xSW"})
  void aGetOfAWriteIs405(String fqmn) {
    HttpResponse<String> answer = open.get("/mesh/" + fqmn);
    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow")).contains("POST");
    assertThat(open.node.requests).isEmpty();
  }

  @Test
  void aPostBodyBecomesTheLastField() {
    open.send("POST", "alice", "/mesh/0xSW:0x001:hello_world", "991.1204");
    assertThat(asked().fqmn()).isEqualTo("0xSW:0x001:hello_world:991.1204");
  }

  @Test
  void aPostWithoutABodyIsThePathAlone() {
    open.send("POST", "alice", "/mesh/0xSW:0x001:hello_world:1", "");
    assertThat(asked().fqmn()).isEqualTo("0xSW:0x001:hello_world:1");
  }

  @Test
  void jsonLaidOutOverLinesBecomesOneLine() {
    open.send("POST", "alice", "/mesh/0xSW:0x001:k", "{\n  \"a b\": [1,\n 2]\n}\n");
    assertThat(asked().fqmn()).isEqualTo("0xSW:0x001:k:{\"a b\":[1,2]}");
  }

  @Test
  void sixtyFiveKiBAre413AndSixtyFourAreNot() {
    String prefix = "0xS:0x001:f:";
    String fits = prefix + "x".repeat(64 * 1024 - prefix.length());
    assertThat(open.get("/mesh/" + fits).statusCode()).isEqualTo(200);
    assertThat(open.get("/mesh/" + fits + "x").statusCode()).isEqualTo(413);
    assertThat(open.send("POST", "alice", "/mesh/0xSW:0x1:k", "x".repeat(65536)).statusCode())
        .isEqualTo(413);
  }

  @Test
  void anIdempotencyKeyIsTheMessagesId() {
    String key = "0193f000-0000-7000-8000-00000000abcd";
    open.send(open.as("alice", "/mesh/0xS:0x001:k").header("Idempotency-Key", key));
    assertThat(asked().id()).hasToString(key);
  }

  @Test
  void anIdempotencyKeyThatIsNoUuidIs400() {
    HttpResponse<String> answer =
        open.send(open.as("alice", "/mesh/0xS:0x001:k").header("Idempotency-Key", "1-2-3-4-5"));
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("CMESH-DOR-005");
  }

  @Test
  void aPreferenceReachesTheNode() {
    open.send(open.as("alice", "/mesh/0xS:0x001:k").header("Prefer", "stale"));
    assertThat(asked().headers().request("prefer")).contains("stale");
  }

  @Test
  void aQueryIsRefusedSinceItWouldBeCutOff() {
    assertThat(open.get("/mesh/0xS:0x001:f:x?y").statusCode()).isEqualTo(400);
  }

  @Test
  void theDelayOfA503ComesFromTheNode() {
    open.node.answering =
        m ->
            FakeNode.answer(
                m, Status.UNAVAILABLE, Bytes.utf8("{\"code\":\"X\",\"retryAfterSeconds\":12}"));
    HttpResponse<String> answer = open.get("/mesh/0xS:0x001:k");
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).contains("12");
  }

  @Test
  void aResolvedFqmnThatNoHeaderCanHoldIsPercentEncoded() {
    HttpResponse<String> answer = open.get("/mesh/0xS:0x001:f:%22%C3%BC%22");
    assertThat(answer.headers().firstValue("CMTP-Resolved")).contains("0xS:0x001:f:\"%C3%BC\"");
  }

  @Test
  void aBodyThatIsNoUtf8IsRefusedWithItsOffset() {
    byte[] body = {'a', 'b', (byte) 0xff};
    HttpResponse<String> answer =
        open.send(open.as("alice", "/mesh/0xSW:0x001:k").POST(BodyPublishers.ofByteArray(body)));
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("body: offset 2", "CMESH-DOR-003");
  }

  @Test
  void otherMethodsAre405() {
    HttpResponse<String> answer = open.send(open.as("alice", "/mesh/0xS:0x001:k").DELETE());
    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow")).contains("GET, POST");
  }

  @Test
  void aSlowReadHoldsUpNobodyTheSecondTime() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    open.node.answering =
        m -> {
          await(go, m.fqmn().endsWith("again") ? 10_000 : m.fqmn().endsWith("slow") ? 20 : 0);
          return FakeNode.answer(m, Status.OK, Bytes.utf8("1"));
        };
    open.get("/mesh/0xS:0x0bad:slow");
    var slow =
        java.util.concurrent.CompletableFuture.supplyAsync(
            () -> open.get("/mesh/0xS:0x0bad:slow_again"));
    org.awaitility.Awaitility.await().until(() -> open.node.requests.size() == 2);
    assertThat(open.get("/mesh/0xS:0x001:quick").statusCode()).isEqualTo(200);
    assertThat(slow.isDone()).isFalse();
    go.countDown();
    assertThat(slow.get().statusCode()).isEqualTo(200);
  }

  private static void await(CountDownLatch go, int millis) {
    try {
      assertThat(go.await(millis, TimeUnit.MILLISECONDS)).isEqualTo(millis > 1000);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aBodyThatIsNoUtf8Is400() {
    var answer =
        open.send(
            open.as("alice", "/mesh/0xSW:0x001:k")
                .POST(BodyPublishers.ofByteArray(new byte[] {(byte) 0xC3, 0x28})));
    assertThat(answer.statusCode()).isEqualTo(400);
  }
}
