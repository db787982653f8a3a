package io.cmesh.cmtp;

import static io.cmesh.cmtp.Refusals.hex;
import static io.cmesh.cmtp.Refusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cmesh.api.Bytes;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Message;
import io.cmesh.api.message.Status;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageCborTest {
  private static final UUID ID = UUID.fromString("0193489a-1c00-7abc-8def-0123456789ab");
  private static final String ID_AND_FQMN =
      "6269 64 50 0193489a1c007abc8def0123456789ab" + "64 66716d6e 60";
  private static final String VERSION = "67 76657273696f6e 66 434d54502f30";

  private final MessageCbor codec = new MessageCbor();

  private static Bytes withPayload(String payload) {
    return hex("a4" + ID_AND_FQMN + "67 7061796c6f6164" + payload + VERSION);
  }

  private static Bytes with(String field) {
    return hex("a4" + ID_AND_FQMN + field + VERSION);
  }

  private String decodedPayload(String payload) {
    return codec.decode(withPayload(payload)).payload().utf8();
  }

  @Test
  void aMessageHasTheFormThatAnotherProgramGivesIt() {
    Message message = new MessageJson().decode(Vectors.file("message.json"));
    assertThat(codec.encode(message)).isEqualTo(Vectors.hexFile("message.cbor.hex"));
  }

  @Test
  void itsFormDecodesToTheSameMessageSaveSpaceAndOrderInThePayload() {
    Message fromCbor = codec.decode(Vectors.hexFile("message.cbor.hex"));
    Message fromJson = new MessageJson().decode(Vectors.file("message.json"));
    assertThat(fromCbor.withPayload(Bytes.EMPTY)).isEqualTo(fromJson.withPayload(Bytes.EMPTY));
    assertThat(fromCbor.payload().utf8())
        .isEqualTo(
            "{\"a\":[true,false,{}],\"b\":[1.5,0.1,100000.0,1.0E300,-0.0],\"aa\":"
                + "[1,-1,24,65536,18446744073709551615,-18446744073709551616],\"ü\":null}");
  }

  @Test
  void aBareRequestComesBack() {
    Message request = Message.request(ID, "0xS:0x001:k", "t.o.k");
    assertThat(codec.decode(codec.encode(request))).isEqualTo(request);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "0 | 00",
        "23 | 17",
        "24 | 1818",
        "255 | 18ff",
        "256 | 190100",
        "65536 | 1a00010000",
        "4294967296 | 1b0000000100000000",
        "18446744073709551615 | 1bffffffffffffffff",
        "18446744073709551616 | c249010000000000000000",
        "36893488147419103231 | c24901ffffffffffffffff",
        "-1 | 20",
        "-9223372036854775808 | 3b7fffffffffffffff",
        "-18446744073709551616 | 3bffffffffffffffff",
        "-18446744073709551617 | c349010000000000000000",
        "0.0 | f90000",
        "-0.0 | f98000",
        "1.0 | f93c00",
        "1.1 | fb3ff199999999999a",
        "65504.0 | f97bff",
        "100000.0 | fa47c35000",
        "3.4028234663852886E38 | fa7f7fffff",
        "1.0E300 | fb7e37e43c8800759c",
        "5.960464477539063E-8 | f90001",
        "6.103515625E-5 | f90400",
        "2.9802322387695312E-8 | fa33000000",
        "1.401298464324817E-45 | fa00000001",
        "-4.1 | fbc010666666666666",
        "true | f5",
        "null | f6",
        "~~ | 60",
        "[1,[2,3]] | 8201820203",
        "{\"a\":1,\"b\":[2,3]} | a26161016162820203"
      })
  void valuesHaveTheShortestFormOfTheRfc(String json, String cbor) {
    String text = json.isEmpty() ? "\"\"" : json;
    Message message = Message.request(ID, "", null).withPayload(Bytes.utf8(text));
    assertThat(codec.encode(message).hex()).contains("677061796c6f6164" + cbor + "6776");
    assertThat(decodedPayload(cbor)).isEqualTo(text);
  }

  @Test
  void textOfAnyLengthAndAlphabetComesBack() {
    for (int length : new int[] {0, 23, 24, 255, 256, 65535, 65536, 300_000}) {
      for (String letter : new String[] {"a", "ü", "😀"}) {
        Bytes text = Bytes.utf8("\"" + letter.repeat(length) + "\"");
        Message message = Message.request(ID, "", null).withPayload(text);
        if (codec.encode(message).size() <= MessageCodec.MAX_BYTES) {
          assertThat(codec.decode(codec.encode(message)).payload()).isEqualTo(text);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1817", // 23 in two bytes
        "1900ff", // 255 in three
        "1a0000ffff", // 65535 in five
        "1b00000000ffffffff", // 2^32-1 in nine
        "7800", // a long head of an empty text
        "9fff", // an indefinite array
        "bfff", // an indefinite map
        "7f6161ff", // an indefinite text
        "fa3f800000", // 1.0 as a float
        "fb3ff0000000000000", // 1.0 as a double
        "fb40f86a0000000000", // 100000.0 as a double
        "fb7ff0000000000000", // infinity as a double
        "c2480100000000000000", // a bignum that fits 64 bits
        "c24a00010000000000000000", // a bignum with a zero before it
        "a2 6162 01 6161 02", // b before a
        "a2 626161 01 6161 02" // the longer key first
      })
  void anotherFormOfTheSameValueIsRefused(String payload) {
    refusal(() -> decodedPayload(payload), "CMESH-CMTP-003").hasMessageStartingWith("at byte ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1c", // reserved
        "1e",
        "3d",
        "9bffffffffffffffff", // more items than bytes
        "9a7fffffff",
        "bb4000000000000000",
        "7a7fffffff61"
      })
  void whatIsNoCborIsRefused(String payload) {
    refusal(() -> decodedPayload(payload), "CMESH-CMTP-002");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "4101", // a byte string
        "f7", // undefined
        "e0",
        "f820",
        "ff",
        "f97c00", // infinity
        "f97e00", // not a number
        "fa7f800000",
        "c074323031332d30332d32315432303a30343a30305a", // a time
        "d9d9f700"
      })
  void whatJsonCannotHoldIsRefused(String payload) {
    refusal(() -> decodedPayload(payload), "CMESH-CMTP-008");
  }

  @Test
  void aKeyTwiceIsRefused() {
    refusal(() -> decodedPayload("a2 6161 01 6161 02"), "CMESH-CMTP-010")
        .hasMessage("at byte 39: key \"a\" twice");
  }

  @Test
  void aKeyThatIsNoTextIsRefused() {
    refusal(() -> decodedPayload("a1 01 02"), "CMESH-CMTP-004");
  }

  @Test
  void textThatIsNoUtf8IsRefused() {
    refusal(() -> decodedPayload("62 c328"), "CMESH-CMTP-007")
        .hasMessageStartingWith("at byte 36: byte 0xc3");
    refusal(() -> decodedPayload("63 eda080"), "CMESH-CMTP-007");
  }

  @Test
  void sixtyFourLevelsAreTakenAndSixtyFiveRefused() {
    assertThat(decodedPayload("81".repeat(63) + "80")).hasSize(128);
    refusal(() -> decodedPayload("81".repeat(64) + "80"), "CMESH-CMTP-006");
    refusal(() -> decodedPayload("a16161".repeat(64) + "a0"), "CMESH-CMTP-006");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "65 746f6b656e 01", // token: 1
        "65 746f6b656e f6", // token: null
        "65 696e646578 6161", // index: "a"
        "65 696e646578 1bffffffffffffffff", // index beyond a long
        "66 6c6179657273 a0", // layers: {}
        "66 6c6179657273 81a0", // an empty layer
        "66 6c6179657273 81a1 6161 01",
        "66 6c6179657273 81a1 67 6f7574636f6d65 01",
        "66 737461747573 19012b", // status: 299
        "66 737461747573 1b7fffffffffffffff",
        "67 68656164657273 80", // headers: []
        "67 68656164657273 a1 6161 a0",
        "66 636f6c6f7572 01" // colour
      })
  void wrongFieldsAreRefused(String field) {
    refusal(() -> codec.decode(with(field)), "CMESH-CMTP-004");
  }

  @Test
  void missingFieldsAreRefused() {
    refusal(() -> codec.decode(hex("a0")), "CMESH-CMTP-004")
        .hasMessage("at byte 1: no field \"version\" (expected: one)");
    refusal(() -> codec.decode(hex("a1" + VERSION)), "CMESH-CMTP-004").hasMessageContaining("id");
    refusal(() -> codec.decode(hex("a1 626964 41 00")), "CMESH-CMTP-004")
        .hasMessageContaining("id of 1 bytes");
    refusal(() -> codec.decode(hex("a1 67 76657273696f6e 66 434d54502f31")), "CMESH-CMTP-004")
        .hasMessageContaining("CMTP/1");
  }

  @Test
  void everyTruncationIsRefused() {
    Bytes whole = Vectors.hexFile("message.cbor.hex");
    for (int cut = 0; cut < whole.size(); cut++) {
      Bytes part = whole.slice(0, cut);
      assertThatThrownBy(() -> codec.decode(part))
          .isInstanceOfSatisfying(
              MeshException.class, e -> assertThat(e.status()).isEqualTo(Status.BAD_REQUEST));
    }
  }

  @Test
  void trailingBytesAreRefused() {
    Bytes whole = Vectors.hexFile("message.cbor.hex");
    refusal(() -> codec.decode(whole.concat(hex("00"))), "CMESH-CMTP-002")
        .hasMessage("at byte " + whole.size() + ": 1 trailing bytes (expected: the end)");
  }

  @Test
  void aMessageWithAnyBitFlippedIsRefusedOrItsOnlyForm() {
    byte[] whole = Vectors.hexFile("message.cbor.hex").toArray();
    for (int i = 0; i < whole.length; i++) {
      byte was = whole[i];
      for (int bit = 0; bit < 8; bit++) {
        whole[i] = (byte) (was ^ (1 << bit));
        requireRefusedOrOnlyForm(Bytes.copyOf(whole));
      }
      whole[i] = was;
    }
  }

  private void requireRefusedOrOnlyForm(Bytes bytes) {
    Message message;
    try {
      message = codec.decode(bytes);
    } catch (MeshException e) {
      assertThat(e.status()).isEqualTo(Status.BAD_REQUEST);
      return;
    }
    // Absent headers and layers are read as empty ones, which have a form of their own.
    if (bytes.at(0) == (byte) 0xaa) {
      assertThat(codec.encode(message)).isEqualTo(bytes);
    }
  }

  @Test
  void aNumberBeyondADoubleIsNoPayload() {
    Message message = Message.request(ID, "", null).withPayload(Bytes.utf8("1e999"));
    MeshException e = catchThrowableOfType(MeshException.class, () -> codec.encode(message));
    assertThat(e.code()).isEqualTo("CMESH-CMTP-009");
    assertThat(e).hasMessageContaining("1e999");
  }

  @Test
  void moreThanAMebibyteIsTooLarge() {
    MeshException e =
        catchThrowableOfType(
            MeshException.class, () -> codec.decode(Bytes.wrap(new byte[(1 << 20) + 1])));
    assertThat(e.status()).isEqualTo(Status.TOO_LARGE);
  }

  @Test
  void itNamesItsMediaType() {
    assertThat(codec.mediaType()).isEqualTo("application/cmtp+cbor");
  }
}
