package io.cmesh.cmtp;

import static io.cmesh.cmtp.Refusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmesh.api.Bytes;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Message;
import io.cmesh.api.message.Status;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageJsonTest {
  private static final UUID ID = UUID.fromString("0193489a-1c00-7abc-8def-0123456789ab");
  private static final String START = "{\"version\":\"CMTP/0\",\"id\":\"" + ID + "\",\"fqmn\":\"\"";

  private final MessageJson codec = new MessageJson();

  private Message decode(String json) {
    return codec.decode(Bytes.utf8(json));
  }

  @Test
  void aWholeMessageComesBackAsItWas() {
    Message message = codec.decode(Vectors.file("message.json"));
    assertThat(codec.decode(codec.encode(message))).isEqualTo(message);
    assertThat(message.status()).isEqualTo(Status.OK);
    assertThat(message.index()).isEqualTo(42);
    assertThat(message.headers().request("x")).contains("ü");
    assertThat(message.layers()).hasSize(1);
    assertThat(message.layers().get(0).provider()).isEqualTo("rocksdb/0.1.0");
  }

  @Test
  void aBareRequestLeavesOutWhatItHasNot() {
    Message request = Message.request(ID, "0xS:0x001:k", null);
    assertThat(codec.encode(request).utf8())
        .isEqualTo(
            "{\"version\":\"CMTP/0\",\"id\":\""
                + ID
                + "\",\"fqmn\":\"0xS:0x001:k\",\"headers\":{\"request\":{},\"response\":{}},"
                + "\"layers\":[]}");
    assertThat(codec.decode(codec.encode(request))).isEqualTo(request);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1",
        "-0",
        "1.10",
        "1e2",
        "123456789012345678901234567890",
        "null",
        "true",
        "false",
        "\"\"",
        "\"ü\\u00fc\\n\"",
        "[]",
        "{}",
        "[ 1 , {\"a\" : [ ] } ]",
        "\"\\ud83d\\ude00\""
      })
  void aPayloadStaysByteForByteAsItWasSent(String payload) {
    for (String space : new String[] {"", " ", "\n\t"}) {
      Message message = decode(START + ",\"payload\":" + space + payload + space + "}");
      assertThat(message.payload().utf8()).isEqualTo(payload);
      assertThat(codec.decode(codec.encode(message))).isEqualTo(message);
    }
  }

  @Test
  void aPayloadMayStandBeforeOtherFields() {
    Message message =
        decode("{\"payload\":12 ,\"version\":\"CMTP/0\",\"id\":\"" + ID + "\",\"fqmn\":\"\"}");
    assertThat(message.payload().utf8()).isEqualTo("12");
  }

  @Test
  void nullIsTheSameAsAbsentForWhatARequestHasNot() {
    String rest = ",\"token\":null,\"resolved\":null,\"status\":null,\"index\":null}";
    assertThat(decode(START + rest)).isEqualTo(Message.request(ID, "", null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "001 | {",
        "001 | ",
        "001 | {\"version\":\"CMTP/0\",\"id\":\"0193489a-1c00-7abc-8def-0123456789ab\",\"fqmn\":\"\"} {}",
        "004 | []",
        "004 | 12",
        "004 | {}",
        "004 | {\"version\":\"CMTP/1\"}",
        "004 | {\"version\":0}",
        "004 | {\"version\":\"CMTP/0\"}",
        "004 | {\"version\":\"CMTP/0\",\"id\":\"0193489a-1c00-7abc-8def-0123456789ab\"}",
        "004 | {\"id\":\"1-1-1-1-1\"}",
        "004 | {\"colour\":1}",
        "004 | {\"headers\":{\"other\":{}}}",
        "004 | {\"headers\":[]}",
        "004 | {\"headers\":{\"request\":{\"a\":1}}}",
        "004 | {\"headers\":{\"request\":1}}",
        "004 | {\"status\":299}",
        "004 | {\"status\":9999999999}",
        "004 | {\"status\":\"200\"}",
        "004 | {\"index\":1.5}",
        "004 | {\"index\":9223372036854775808}",
        "004 | {\"layers\":{}}",
        "004 | {\"layers\":[1]}",
        "004 | {\"layers\":[{}]}",
        "004 | {\"layers\":[{\"hash\":\"!\"}]}",
        "004 | {\"layers\":[{\"colour\":1}]}",
        "004 | {\"layers\":[{\"outcome\":1}]}",
        "010 | {\"fqmn\":\"\",\"fqmn\":\"\"}",
        "010 | {\"payload\":{\"a\":1,\"\\u0061\":2}}",
        "001 | {\"payload\":",
        "001 | {\"payload\":[1",
        "001 | {\"payload\":tru}",
        "001 | {\"payload\":01}",
        "007 | {\"payload\":\"\\ud800\"}",
        "007 | {\"payload\":{\"\\udc00\":1}}",
        "007 | {\"fqmn\":\"\\ud800x\"}",
        "007 | {\"headers\":{\"request\":{\"\\ud800\":\"\"}}}"
      })
  void whatIsNoMessageIsRefused(String code, String json) {
    String text = json == null ? "" : json;
    refusal(() -> decode(text), "CMESH-CMTP-" + code).hasMessageStartingWith("at byte ");
  }

  @Test
  void aRefusalNamesTheOffset() {
    refusal(() -> decode(START + ",\"status\":299}"), "CMESH-CMTP-004")
        .hasMessage("at byte 83: status 299 (expected: one of CMTP's)");
  }

  @Test
  void everyTruncationIsRefused() {
    String whole = codec.encode(codec.decode(Vectors.file("message.json"))).utf8();
    Bytes bytes = Bytes.utf8(whole);
    for (int cut = 0; cut < bytes.size(); cut++) {
      Bytes part = bytes.slice(0, cut);
      assertThatThrownBy(() -> codec.decode(part)).isInstanceOf(MeshException.class);
    }
  }

  @Test
  void sixtyFourLevelsOfPayloadAreTakenAndSixtyFiveRefused() {
    String good = "[".repeat(64) + "]".repeat(64);
    assertThat(decode(START + ",\"payload\":" + good + "}").payload().utf8()).isEqualTo(good);
    String bad = "[" + good + "]";
    refusal(() -> decode(START + ",\"payload\":" + bad + "}"), "CMESH-CMTP-006");
  }

  @Test
  void aNumberOfThousandsOfDigitsIsRefused() {
    refusal(() -> decode(START + ",\"payload\":" + "1".repeat(1001) + "}"), "CMESH-CMTP-006");
  }

  @Test
  void moreThanAMebibyteIsTooLarge() {
    MeshException e =
        org.assertj.core.api.Assertions.catchThrowableOfType(
            MeshException.class, () -> codec.decode(Bytes.wrap(new byte[(1 << 20) + 1])));
    assertThat(e.status()).isEqualTo(Status.TOO_LARGE);
    assertThat(e).hasMessage("message: 1048577 bytes (expected: at most 1048576)");
  }

  @Test
  void otherEncodingsAndMarksAreRefused() {
    refusal(() -> codec.decode(Refusals.hex("efbbbf 7b7d")), "CMESH-CMTP-001");
    refusal(() -> codec.decode(Refusals.hex("7b00 7d00")), "CMESH-CMTP-001");
    refusal(() -> codec.decode(Refusals.hex("feff 007b 007d")), "CMESH-CMTP-007");
    refusal(() -> codec.decode(Refusals.hex("22 c3 28 22")), "CMESH-CMTP-007")
        .hasMessageStartingWith("at byte 1: byte 0xc3");
  }

  @Test
  void aPayloadThatIsNoJsonIsTheNodesOwnFault() {
    Message message = Message.request(ID, "", null).withPayload(Bytes.utf8("nonsense"));
    MeshException e =
        org.assertj.core.api.Assertions.catchThrowableOfType(
            MeshException.class, () -> codec.encode(message));
    assertThat(e.status()).isEqualTo(Status.INTERNAL);
    assertThat(e.code()).isEqualTo("CMESH-CMTP-009");
  }

  @Test
  void itNamesItsMediaType() {
    assertThat(codec.mediaType()).isEqualTo("application/cmtp+json");
  }
}
