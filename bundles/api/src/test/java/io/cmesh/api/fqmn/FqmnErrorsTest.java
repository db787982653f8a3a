package io.cmesh.api.fqmn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no FQMN: the column, and what was expected there. */
class FqmnErrorsTest {
  private static final String DID = "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK";

  @ParameterizedTest(name = "{0} at {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | 1 | an opcode",
        "hello | 1 | an opcode",
        "0 | 2 | an opcode",
        "0x | 3 | an opcode",
        "0xQ:a | 3 | an opcode",
        "0Xs:0x1:f | 2 | an opcode",
        "0xs:0x1:f | 3 | an opcode",
        "0xS | 4 | ':'",
        "0xSW | 5 | ':'",
        "0xSX:0x1:f | 4 | ':'",
        "0xIW:whoami | 4 | no write form",
        "0xCW:group:members | 4 | no write form",
        "0xPW:b:0xS:0x1:f | 4 | no write form",
        "0xAW:1:0x1:f | 4 | no write form",
        "0xI: | 5 | an action of IAM",
        "0xI:1 | 5 | an action of IAM",
        "0xI:whoami:x | 11 | the end",
        "0xI:can | 8 | ':' and the FQMN",
        "0xI:can: | 9 | an opcode",
        "0xR: | 5 | a name",
        "0xR:-a.mcom | 5 | begins with",
        "0xR:a-.mcom | 6 | ends with",
        "0xR:a..mcom | 7 | a name",
        "0xR:a.mcom. | 12 | a name",
        "0xR:é.mcom | 5 | a name",
        "0xR:a.mcom!x | 11 | ':' and a function",
        "0xR:a.mcom: | 12 | a function",
        "0xR:a.mcom:1f | 12 | a function",
        "0xR:a.mcom:f: | 14 | arguments",
        "0xR:a.mcom:f:1 | 14 | arguments",
        "0xR:a.mcom:f! | 13 | ':' and arguments",
        "0xR:a.mcom:[1 | 14 | ',' or ']'",
        "0xR:a.mcom:[1]x | 15 | nothing behind",
        "0xS: | 5 | a contract",
        "0xS:0x001 | 10 | ':' and a function or key",
        "0xS:0x001:[1] | 10 | ':' and a function or key",
        "0xSW:0x001 | 11 | ':' and a function or key",
        "0xS:0x001: | 11 | a function or key",
        "0xS:0xg:f | 5 | an address",
        "0xS:0x:f | 5 | an address",
        "0xS:0x001:f:x | 13 | arguments",
        "0xS:a_b.mcom:f | 6 | ':' and a function",
        "0xSW:0x001:k: | 14 | a value",
        "0xSW:0x001:k:{\"a\" | 18 | ':' behind the key",
        "0xSW:0x001:k:[1,] | 17 | a JSON value",
        "0xSW:0x001:k:\"x | 16 | '\"' at the end",
        "0xE: | 5 | a channel",
        "0xE:.a | 5 | a channel",
        "0xE:a..b | 7 | a channel",
        "0xE:a. | 7 | a channel",
        "0xE:a b | 6 | no space",
        "0xE:a*.b | 5 | a whole token",
        "0xE:a.>.b | 8 | nothing behind >",
        "0xE:demo.a: | 12 | a function",
        "0xE:demo.a:write | 12 | read or info",
        "0xE:demo.a:[1] | 12 | read or info",
        "0xE:demo.a:read:x | 17 | arguments",
        "0xE:0xS:0x1:f | 5 | of opcodes only 0xR",
        "0xE:0xEW:demo | 5 | of opcodes only 0xR",
        "0xE:0xR | 8 | ':' and an event",
        "0xE:0xR:a.mcom | 15 | ':' and an event",
        "0xE:0xR:a.mcom:b.c | 16 | without dots",
        "0xEW:demo.a | 12 | ':' and a payload",
        "0xEW:demo.a: | 13 | a payload",
        "0xEW:demo.*:1 | 11 | no wildcards",
        "0xEW:demo.>:1 | 11 | no wildcards",
        "0xEW:demo.a:[ | 14 | a JSON value",
        "0xA: | 5 | a version",
        "0xA:1 | 6 | ':' and a contract",
        "0xA:1:0x1 | 10 | ':' and a function",
        "0xA:1:0x1: | 11 | a function",
        "0xC:group | 10 | ':' and an action",
        "0xC:group: | 11 | an action",
        "0xC:group:members:x | 18 | the end",
        "0xP: | 5 | a node",
        "0xP:Node:0xS:0x1:f | 5 | a node",
        "0xP:b | 6 | ':' and the FQMN",
        "0xP:b:x | 7 | an opcode",
        "0xP:b:0xS:0x1 | 14 | ':' and a function",
        "0xI:can:0xS:0x1 | 16 | ':' and a function",
        "0xRW:a.mcom | 12 | ':' and the target",
        "0xRW:a.mcom: | 13 | an opcode",
        "0xRW:a.mcom:0xSW:0x1:k:v | 13 | a target",
        "0xRW:a.mcom:0xEW:demo.a:1 | 13 | a target",
        "0xRW:a.mcom:0xRW:b.mcom:0xS:0x1 | 13 | a target",
        "0xRW:a.mcom:0xI:whoami | 13 | a target",
        "0xRW:a.mcom:0xC:group:members | 13 | a target",
        "0xRW:a.mcom:0xP:b:0xSW:0x1:k:v | 19 | a target",
        "0xRW:a.mcom:0xS:0x1:f,did:key:z6,!! | 22 | ':' and arguments",
        "0xI:can:0xI:can:0xI:can:0xI:whoami | 25 | at most 3 levels",
        "0xI:can:0xP:b:0xI:can:0xS:0x1:f | 23 | at most 3 levels",
      })
  void anErrorNamesTheColumnAndWhatWasExpected(String text, int column, String expected) {
    FqmnException e = catchThrowableOfType(FqmnException.class, () -> Fqmn.parse(text));

    assertThat(e).isNotNull();
    assertThat(e.expected()).contains(expected);
    assertThat(e.column()).isEqualTo(column);
    assertThat(e.status()).isEqualTo(Status.BAD_REQUEST);
    assertThat(e.code()).isEqualTo("CMESH-FQMN-001");
    assertThat(e.text()).contains("column " + column);
  }

  @Test
  void aColumnCountsCodePoints() {
    FqmnException e =
        catchThrowableOfType(FqmnException.class, () -> Fqmn.parse("0xEW:\uD83D\uDE00.a b:1"));

    assertThat(e.column()).isEqualTo(9);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 9, 10, 13, 31, 127, 128, 159})
  void aControlCharacterIsRefused(int character) {
    FqmnException e =
        catchThrowableOfType(
            FqmnException.class, () -> Fqmn.parse("0xEW:demo.a:x" + (char) character));

    assertThat(e.expected()).contains("control");
    assertThat(e.column()).isEqualTo(14);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\uD83D", "\uDE00", "\uD83Dx", "x\uDE00", "\uDE00\uD83D"})
  void halfACharacterIsRefused(String half) {
    FqmnException e =
        catchThrowableOfType(FqmnException.class, () -> Fqmn.parse("0xEW:demo.a:" + half));

    assertThat(e.expected()).contains("surrogate");
  }

  @Test
  void theFirstCharacterAboveTheControlsIsAllowed() {
    assertThat(Fqmn.parse("0xEW:demo.a:\u00a0 ~").argument()).isEqualTo("\u00a0 ~");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "é", "€", "\uD83D\uDE00"})
  void moreThanSixtyFourKibibytesAreTooLarge(String unit) {
    int bytes = unit.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
    String head = "0xSW:0x1:k:" + "a".repeat((Fqmn.MAX_BYTES - 11) % bytes);
    String fits = head + unit.repeat((Fqmn.MAX_BYTES - head.length()) / bytes);

    assertThat(Fqmn.parse(fits).text()).isEqualTo(fits);
    MeshException e = catchThrowableOfType(MeshException.class, () -> Fqmn.parse(fits + "a"));
    assertThat(e.status()).isEqualTo(Status.TOO_LARGE);
    assertThat(e.code()).isEqualTo("CMESH-FQMN-002");
    assertThat(e.hint()).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0xRW:a.mcom:0xA:1:0x001:f", "0xRW:a.mcom:0xP:b:0xA:1:0x001:f", "0xRW:a.mcom:0xA"})
  void theRuntimeCannotBeGivenAName(String text) {
    MeshException e = catchThrowableOfType(MeshException.class, () -> Fqmn.parse(text));

    assertThat(e.status()).isEqualTo(Status.FORBIDDEN);
    assertThat(e.code()).isEqualTo("CMESH-FQMN-003");
  }

  @ParameterizedTest
  @CsvSource({"0xSW:0x1:k:v,1", "0xI:whoami,1", "0xC:group:members,1", "0xP:b:0xEW:demo.a:1,7"})
  void aTargetNeverWritesAndIsARoleThatAnswers(String text, int column) {
    FqmnException e = catchThrowableOfType(FqmnException.class, () -> Fqmn.parseTarget(text));

    assertThat(e.expected()).contains("a target");
    assertThat(e.column()).isEqualTo(column);
  }

  @Test
  void tooLongPartsAreRefusedWhereTheyBecomeTooLong() {
    refused("0xS:0x1:" + "f".repeat(129), 137, "at most 128");
    refused("0xR:" + "a".repeat(64) + ".mcom", 68, "label");
    refused("0xR:" + "a.".repeat(126) + "bc", 258, "253");
    refused("0xP:" + "b".repeat(64) + ":0xR:a.mcom", 68, "63");
    refused("0xE:" + "c".repeat(513), 5, "512");
    refused("0xE:" + "é".repeat(257), 5, "512");
    refused("0xS:0x" + "1".repeat(41) + ":f", 5, "an address");
    refused("0xA:" + "1".repeat(64) + ":0x1:f", 68, "63");
    refused("0xC:g:" + "a".repeat(129), 135, "128");
  }

  @Test
  void aSignatureAloneIsNoTarget() {
    refused("0xRW:a.mcom:," + DID + ",c2ln", 13, "an opcode");
    refused("0xRW:a.mcom,did:key:z6,c2ln", 12, "':' and the target");
  }

  @Test
  void deepJsonIsRefused() {
    refused("0xSW:0x1:k:" + "[".repeat(65) + "]".repeat(65), 76, "64 levels");
    assertThat(Fqmn.parse("0xSW:0x1:k:" + "[".repeat(64) + "]".repeat(64)).argument()).hasSize(128);
  }

  private static void refused(String text, int column, String expected) {
    FqmnException e = catchThrowableOfType(FqmnException.class, () -> Fqmn.parse(text));
    assertThat(e).as(text).isNotNull();
    assertThat(e.column()).as(text).isEqualTo(column);
    assertThat(e.expected()).as(text).contains(expected);
  }
}
