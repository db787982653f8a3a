package io.cmesh.itests.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmesh.api.Bytes;
import io.cmesh.api.message.Message;
import io.cmesh.api.message.MessageId;
import io.cmesh.client.Answer;
import io.cmesh.client.MeshClient;
import io.cmesh.client.MeshRequest;
import io.cmesh.client.TokenSource;
import io.cmesh.cmtp.MessageCbor;
import io.cmesh.itests.node.NodeProcess;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is sent, the node refuses it in words, and goes on. */
class BadInputIT {
  @TempDir static Path directory;
  private static NodeProcess node;
  private static MeshClient alice;
  private static MeshClient bob;

  @BeforeAll
  static void start() {
    node = NodeProcess.in(directory).up();
    alice = node.as("alice");
    bob = node.as("bob");
  }

  @AfterAll
  static void stop() {
    alice.close();
    bob.close();
    node.close();
  }

  @AfterEach
  void theNodeStillAnswers() {
    assertThat(node.get("/readyz").statusCode()).isEqualTo(200);
  }

  private static Answer refused(Answer answer, int status) {
    assertThat(answer.status()).as(answer.message().toString()).isEqualTo(status);
    assertThat(answer.error().require("code")).startsWith("CMESH-");
    assertThat(answer.error().require("message")).isNotBlank();
    return answer;
  }

  @Test
  void aMalformedNameIs400AndNamesTheColumn() {
    assertThat(refused(alice.call("0xS:0x001:9lives"), 400).error().require("message"))
        .containsPattern("column \\d+");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0xZ:a", "0xIW:whoami", "0xs:0x001:k", "", ":", "0xS", "0xS:0x001"})
  void anUnknownOpcodeOrHalfANameIs400(String fqmn) {
    refused(alice.call(fqmn), 400);
  }

  @Test
  void fourLevelsOfNestingAreRefused() {
    refused(alice.call("0xI:can:0xP:a:0xP:b:0xS:0x001:k"), 400);
  }

  @Test
  void sixtyFiveKibibytesOfNameAre413() {
    refused(alice.call("0xSW:0x001:k:" + "x".repeat(65 * 1024)), 413);
  }

  @Test
  void aLoopOfNamesShowsItsPath() {
    NodeProcess.payload(alice.call("0xRW:loop-a.mcom:0xR:loop-b.mcom"));
    NodeProcess.payload(alice.call("0xRW:loop-b.mcom:0xR:loop-a.mcom"));
    Answer answer = alice.call("0xR:loop-a.mcom");
    assertThat(answer.ok()).isFalse();
    assertThat(answer.error().require("message")).contains("loop-a.mcom").contains("loop-b.mcom");
  }

  @Test
  void anUnknownNameIs404() {
    refused(alice.call("0xR:nobody-has-this.mcom"), 404);
    refused(alice.call("0xS:0x00999:nothing"), 404);
  }

  @Test
  void aTakenNameIs409AndTheOwnerKeepsIt() {
    NodeProcess.payload(alice.call("0xRW:taken.mcom:0xS:0x0a1"));
    refused(bob.call("0xRW:taken.mcom:0xS:0x0b1"), 409);
    assertThat(NodeProcess.payload(alice.call("0xR:taken.mcom")))
        .contains("0xS:0x0a1")
        .contains(node.did("alice"));
  }

  @Test
  void withoutATokenTheAnswerIsAChallenge() {
    HttpResponse<String> response = node.get("/mesh/0xS:0x001:hello_world");
    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(response.headers().firstValue("WWW-Authenticate").orElse(""))
        .startsWith("CMTP did")
        .contains("session=\"/session\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "a.b.c", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0."})
  void aForgedTokenIs401(String token) {
    HttpResponse<String> response =
        node.get("/mesh/0xI:whoami", "Authorization", "Bearer " + token);
    assertThat(response.statusCode()).isEqualTo(401);
  }

  @Test
  void aTokenWithAnyPartChangedIs401() {
    String token = node.token("carol");
    int dot = token.lastIndexOf('.');
    String forged = token.substring(0, dot + 1) + flipped(token.substring(dot + 1));
    try (MeshClient client = MeshClient.of(node.url())) {
      refused(client.with(TokenSource.fixed(forged)).call("0xI:whoami"), 401);
      NodeProcess.payload(client.with(TokenSource.fixed(token)).call("0xI:whoami"));
    }
  }

  private static String flipped(String signature) {
    char first = signature.charAt(0) == 'A' ? 'B' : 'A';
    return first + signature.substring(1);
  }

  @Test
  void aSessionThatEndedIs401AtOnce() {
    String token = node.token("dave");
    String bearer = "Bearer " + token;
    assertThat(node.get("/mesh/0xI:whoami", "Authorization", bearer).statusCode()).isEqualTo(200);
    assertThat(node.http("DELETE", "/session", new byte[0], "Authorization", bearer).statusCode())
        .isEqualTo(200);
    assertThat(node.get("/mesh/0xI:whoami", "Authorization", bearer).statusCode()).isEqualTo(401);
  }

  @Test
  void whoMayReadMayStillNotWrite() {
    NodeProcess.payload(alice.call("0xSW:0x0c1:k:1"));
    refused(bob.call("0xS:0x0c1:k"), 403);
    io.cmesh.client.Doc rule =
        io.cmesh.client.Doc.of("subject", node.did("bob"))
            .with("pattern", "0xS:0x0c1:**")
            .with("verbs", java.util.List.of("read"));
    alice.request("POST", "/permissions", rule);
    NodeProcess.payload(bob.call("0xS:0x0c1:k"));
    refused(bob.call("0xSW:0x0c1:k:2"), 403);
  }

  @Test
  void ofTwoFirstWritersAtOnceOneWins() {
    for (int round = 0; round < 20; round++) {
      String address = "0xd" + Integer.toHexString(round + 16);
      CompletableFuture<Answer> one =
          alice.messageAsync(MeshRequest.of("0xSW:" + address + ":k:1"));
      CompletableFuture<Answer> two = bob.messageAsync(MeshRequest.of("0xSW:" + address + ":k:2"));
      assertThat(Stream.of(one, two).map(CompletableFuture::join).map(Answer::status).sorted())
          .as(address)
          .containsExactly(200, 403);
    }
  }

  @Test
  void theSameIdWithOtherContentIs409AndWithTheSameTheFirstAnswer() {
    MeshRequest first = MeshRequest.of("0xSW:0x0e1:k:1");
    Answer answer = alice.message(first);
    assertThat(alice.message(first).message().number("index", -1))
        .isEqualTo(answer.message().number("index", -2));
    MeshRequest other = new MeshRequest(first.id(), "0xSW:0x0e1:k:2", java.util.Map.of());
    refused(alice.message(other), 409);
    assertThat(NodeProcess.payload(alice.call("0xS:0x0e1:k"))).isEqualTo("1");
  }

  @Test
  void aGetOfAWriteIs405() {
    String bearer = "Bearer " + node.token("alice");
    assertThat(node.get("/mesh/0xSW:0x001:k:1", "Authorization", bearer).statusCode())
        .isEqualTo(405);
  }

  @Test
  void invalidUtf8Is400() {
    byte[] body = "{\"version\":\"CMTP/0\",\"fqmn\":\"??\"}".getBytes(StandardCharsets.UTF_8);
    body[28] = (byte) 0xC3;
    body[29] = (byte) 0x28;
    assertThat(cmtp(body, "application/cmtp+json").statusCode()).isIn(400, 401);
    String bearer = "Bearer " + node.token("alice");
    assertThat(cmtp(body, "application/cmtp+json", "Authorization", bearer).statusCode())
        .isEqualTo(400);
    assertThat(node.get("/mesh/0xS:0x001:%C3%28", "Authorization", bearer).statusCode())
        .isEqualTo(400);
  }

  @Test
  void everyTruncatedCborMessageIs400() {
    String token = node.token("alice");
    Message message =
        Message.request(
            MessageId.next(System.currentTimeMillis(), new Random()), "0xI:whoami", token);
    Bytes whole = new MessageCbor().encode(message);
    String bearer = "Bearer " + token;
    for (int cut = 0; cut < whole.size(); cut += 13) {
      HttpResponse<String> response =
          cmtp(whole.slice(0, cut).toArray(), MessageCbor.MEDIA_TYPE, "Authorization", bearer);
      assertThat(response.statusCode()).as("cut at " + cut).isEqualTo(400);
    }
    assertThat(cmtp(whole.toArray(), MessageCbor.MEDIA_TYPE).statusCode()).isEqualTo(200);
  }

  @Test
  void noiseDoesNotBringTheNodeDown() {
    Random random = new Random(6470);
    String bearer = "Bearer " + node.token("alice");
    for (int i = 0; i < 300; i++) {
      byte[] noise = new byte[random.nextInt(400)];
      random.nextBytes(noise);
      String type = i % 2 == 0 ? MessageCbor.MEDIA_TYPE : "application/json";
      assertThat(cmtp(noise, type, "Authorization", bearer).statusCode()).isEqualTo(400);
    }
  }

  @Test
  void anOperatorsDoorIsShutToOthers() {
    assertThat(node.get("/admin/roles").statusCode()).isEqualTo(401);
    String bearer = "Bearer " + node.token("alice");
    assertThat(node.get("/admin/roles", "Authorization", bearer).statusCode()).isEqualTo(403);
  }

  @Test
  void wrongUsageOfTheCommandIsExitCode2AndAnUnreachableNode3() {
    node.cmesh("call").exits(2);
    node.cmesh("no-such-noun").exits(2);
    node.cmesh("--node", "http://127.0.0.1:1", "status").exits(3);
  }

  private static HttpResponse<String> cmtp(byte[] body, String type, String... headers) {
    String[] all = new String[headers.length + 2];
    all[0] = "Content-Type";
    all[1] = type;
    System.arraycopy(headers, 0, all, 2, headers.length);
    return node.http("POST", "/cmtp", body, all);
  }
}
