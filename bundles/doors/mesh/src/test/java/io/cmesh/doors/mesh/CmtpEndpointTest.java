package io.cmesh.doors.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmesh.api.Bytes;
import io.cmesh.api.message.Headers;
import io.cmesh.api.message.Message;
import io.cmesh.api.message.Status;
import io.cmesh.cmtp.MessageCbor;
import io.cmesh.cmtp.MessageCodec;
import io.cmesh.cmtp.MessageJson;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CmtpEndpointTest {
  private static final UUID ID = UUID.fromString("01930000-0000-7000-8000-00000000000a");
  private static final MessageCodec JSON = new MessageJson();
  private static final MessageCodec CBOR = new MessageCbor();

  private final OpenDoor open = new OpenDoor();

  @AfterEach
  void close() {
    open.close();
  }

  private static Message message(String token) {
    return Message.request(ID, "0xS:0x001:hello_world", token);
  }

  private HttpResponse<byte[]> post(String type, String accept, Bytes body) {
    var request =
        open.request("/cmtp")
            .header("Content-Type", type)
            .POST(BodyPublishers.ofByteArray(body.unsafeArray()));
    return open.bytes(accept.isEmpty() ? request : request.header("Accept", accept));
  }

  private static String type(HttpResponse<?> answer) {
    return answer.headers().firstValue("Content-Type").orElse("");
  }

  @Test
  void aMessageInJsonIsAnsweredInJson() {
    var answer = post("application/cmtp+json; charset=utf-8", "", JSON.encode(message("alice")));
    Message decoded = JSON.decode(Bytes.wrap(answer.body()));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(type(answer)).isEqualTo("application/cmtp+json");
    assertThat(decoded.id()).isEqualTo(ID);
    assertThat(decoded.status()).isEqualTo(Status.OK);
    assertThat(decoded.payload().utf8()).isEqualTo("\"Hello, world\"");
  }

  @Test
  void aMessageInCborIsAnsweredInCbor() {
    var answer = post("application/cmtp+cbor", "", CBOR.encode(message("alice")));
    assertThat(type(answer)).isEqualTo("application/cmtp+cbor");
    assertThat(CBOR.decode(Bytes.wrap(answer.body())).status()).isEqualTo(Status.OK);
  }

  @Test
  void acceptChoosesTheAnswersForm() {
    var answer =
        post("application/cbor", "text/html, application/json", CBOR.encode(message("alice")));
    assertThat(type(answer)).isEqualTo("application/json");
    assertThat(JSON.decode(Bytes.wrap(answer.body())).status()).isEqualTo(Status.OK);
  }

  @Test
  void theTokenMayStandInTheHeader() {
    var answer =
        open.send(
            open.as("alice", "/cmtp")
                .POST(BodyPublishers.ofByteArray(JSON.encode(message(null)).unsafeArray())));
    assertThat(answer.statusCode()).isEqualTo(200);
  }

  @Test
  void withoutATokenTheMessageIsAnswered401WithTheChallenge() {
    var answer = post("application/json", "", JSON.encode(message(null)));
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate")).isPresent();
    assertThat(JSON.decode(Bytes.wrap(answer.body())).status()).isEqualTo(Status.UNAUTHORIZED);
  }

  @Test
  void aTruncatedMessageIs400() {
    Bytes whole = CBOR.encode(message("alice"));
    var answer = post("application/cmtp+cbor", "", whole.slice(0, whole.size() / 2));
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(new String(answer.body())).contains("\"code\"");
  }

  @Test
  void aForgedTokenInTheHeaderIsToldBeforeABadBody() {
    var answer = open.send(open.as("forged", "/cmtp").POST(BodyPublishers.ofString("{")));
    assertThat(answer.statusCode()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "x/y"})
  void otherTypesAreRefusedAboveAllThoseOfBrowserForms(String type) {
    var answer = post(type, "", JSON.encode(message("alice")));
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(new String(answer.body())).contains("CMESH-DOR-004");
    assertThat(open.node.requests).isEmpty();
  }

  @Test
  void whatOnlyTheNodeMayFillIsDropped() {
    Message forged =
        new Message(
            ID,
            "0xS:0x001:k",
            new Headers(Map.of("prefer", "stale", "x", "y"), Map.of("salt", "00")),
            Bytes.utf8("1"),
            "alice",
            List.of(),
            "0xS:0x002:k",
            Status.OK,
            9L);
    post("application/json", "", JSON.encode(forged));
    Message asked = open.node.requests.get(0);
    assertThat(asked.headers().request()).containsEntry("x", "y").containsEntry("prefer", "stale");
    assertThat(asked.headers().response()).isEmpty();
    assertThat(asked.resolved()).isNull();
    assertThat(asked.status()).isNull();
    assertThat(asked.index()).isNull();
  }

  @Test
  void aGetIs405() {
    assertThat(open.get("/cmtp").statusCode()).isEqualTo(405);
  }
}
