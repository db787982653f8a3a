package io.cmesh.api.fqmn;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmesh.api.permission.Verb;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an FQMN is: every form, part by part. */
class FqmnTest {
  private static final String DID = "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK";

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "0xI:whoami | I | whoami | |",
        "0xR:helloWorld.mcom | R | helloWorld.mcom | |",
        "0xR:helloWorld.mcom:hello_world | R | helloWorld.mcom | hello_world |",
        "0xR:helloWorldExample.mcom:[\"Dexter\"] | R | helloWorldExample.mcom | | [\"Dexter\"]",
        "0xR:a.mcom:f:{\"a\":1} | R | a.mcom | f | {\"a\":1}",
        "0xS:0x001:hello_world | S | 0x001 | hello_world |",
        "0xS:helloWorld.mcom:hello_world | S | helloWorld.mcom | hello_world |",
        "0xS:0xA:f | S | 0xA | f |",
        "0xS:0x001:f:\"a:b::c\" | S | 0x001 | f | \"a:b::c\"",
        "0xS:0xABCDEFabcdef0123456789abcdef0123456789ab:f.g-h_1 | S"
            + " | 0xABCDEFabcdef0123456789abcdef0123456789ab | f.g-h_1 |",
        "0xSW:0x001:hello_world:[\"Dexter\"] | SW | 0x001 | hello_world | [\"Dexter\"]",
        "0xSW:0x001:blah_blah:991.1204 | SW | 0x001 | blah_blah | 991.1204",
        "0xSW:0x001:k:a:b:c | SW | 0x001 | k | a:b:c",
        "0xSW:0x001:k:null | SW | 0x001 | k | null",
        "0xSW:0x001:k | SW | 0x001 | k |",
        "0xE:demo.a | E | demo.a | |",
        "0xE:events.state.contracts.0x001.blah_blah:read | E"
            + " | events.state.contracts.0x001.blah_blah | read |",
        "0xE:demo.a:info | E | demo.a | info |",
        "0xE:demo.a:read:{\"from\":1,\"limit\":10} | E | demo.a | read"
            + " | {\"from\":1,\"limit\":10}",
        "0xE:demo.*.b.> | E | demo.*.b.> | |",
        "0xE:0xR:Registered | E | 0xR:Registered | |",
        "0xE:0xR:Registered:read | E | 0xR:Registered | read |",
        "0xE:0xR:helloWorld.mcom:Registered | E | 0xR:helloWorld.mcom:Registered | |",
        "0xE:0xR:helloWorld.mcom:Registered:info | E | 0xR:helloWorld.mcom:Registered | info |",
        "0xEW:demo.a:991.1204 | EW | demo.a | | 991.1204",
        "0xEW:demo.a:{\"a\":[1,2]} | EW | demo.a | | {\"a\":[1,2]}",
        "0xEW:demo.a::x | EW | demo.a | | :x",
        "0xEW:grüße.ö:hallo Welt | EW | grüße.ö | | hallo Welt",
        "0xA:~4.1.3:0x001:hello_world:[\"Dexter\"] | A | 0x001 | hello_world | [\"Dexter\"]",
        "0xC:group:members | C | group | members |",
        "0xC:block:12 | C | block | 12 |",
      })
  void everyFormIsReadIntoItsParts(
      String text, Opcode opcode, String target, String function, String argument) {
    Fqmn read = Fqmn.parse(text);

    assertThat(read.text()).isEqualTo(text);
    assertThat(read.opcode()).isEqualTo(opcode);
    assertThat(read.target()).isEqualTo(target);
    assertThat(read.function()).isEqualTo(function);
    assertThat(read.argument()).isEqualTo(argument);
    assertThat(read.inner()).isNull();
    assertThat(read.owner()).isNull();
    assertThat(read.signature()).isNull();
    assertThat(read).hasToString(text);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "0xI:can:0xSW:0x001:hello_world, can, 0xSW:0x001:hello_world",
    "0xP:node-b:0xS:0x001:hello_world, node-b, 0xS:0x001:hello_world",
    "0xRW:helloWorld.mcom:0xS:0x001:hello_world, helloWorld.mcom, 0xS:0x001:hello_world",
    "0xRW:helloWorld.mcom:0xS:0x001, helloWorld.mcom, 0xS:0x001",
    "0xRW:a.mcom:0xE:demo.a, a.mcom, 0xE:demo.a",
    "0xRW:a.mcom:0xR:b.mcom:f, a.mcom, 0xR:b.mcom:f",
    "0xRW:a.mcom:0xP:node-b:0xS:0x001, a.mcom, 0xP:node-b:0xS:0x001",
    "0xI:can:0xP:node-b:0xSW:0x001:k:v, can, 0xP:node-b:0xSW:0x001:k:v",
    "0xI:can:0xA:1:0x001:f, can, 0xA:1:0x001:f",
  })
  void whatIsNestedRunsToTheEndOfTheText(String text, String target, String inner) {
    Fqmn read = Fqmn.parse(text);

    assertThat(read.target()).isEqualTo(target);
    assertThat(read.text()).isEqualTo(text);
    assertThat(read.inner()).extracting(Fqmn::text).isEqualTo(inner);
  }

  @Test
  void aSignatureBehindTheTargetIsCutOffFirst() {
    Fqmn read = Fqmn.parse("0xRW:a.mcom:0xS:0x001:f," + DID + ",c2ln-_");

    assertThat(read.owner()).isEqualTo(DID);
    assertThat(read.signature()).isEqualTo("c2ln-_");
    assertThat(read.inner()).extracting(Fqmn::text).isEqualTo("0xS:0x001:f");
    assertThat(read.text()).endsWith(",c2ln-_");
  }

  @Test
  void commasWithinArgumentsAreNoSignature() {
    Fqmn read = Fqmn.parse("0xRW:a.mcom:0xS:0x001:f:[\"," + DID + ",c2ln\"]");

    assertThat(read.owner()).isNull();
    assertThat(read.inner()).extracting(Fqmn::argument).isEqualTo("[\"," + DID + ",c2ln\"]");
  }

  @ParameterizedTest
  @ValueSource(strings = {",did:web:example,c2ln", ",did:key:,c2ln", ",did:key:z6!,c2ln", ",x"})
  void whatIsNoDidAndSignatureStaysWithTheTarget(String tail) {
    assertThat(Fqmn.parse("0xRW:a.mcom:0xR:b.mcom:f:[\"" + tail + "\"]").owner()).isNull();
  }

  @Test
  void aTargetThatIsAChannelMayBeSigned() {
    assertThat(Fqmn.parse("0xRW:a.mcom:0xE:demo," + DID + "0,c2ln").owner()).isEqualTo(DID + "0");
  }

  @Test
  void aRuntimeCallKeepsItsVersion() {
    assertThat(Fqmn.parse("0xA:~4.1.3:0x001:hello_world").version()).isEqualTo("~4.1.3");
    assertThat(Fqmn.parse("0xS:0x001:hello_world").version()).isNull();
  }

  @Test
  void threeLevelsAreRead() {
    Fqmn read = Fqmn.parse("0xI:can:0xP:node-b:0xS:0x001:f");

    assertThat(read.inner()).isNotNull();
    assertThat(read.inner().inner()).extracting(Fqmn::text).isEqualTo("0xS:0x001:f");
  }

  @Test
  void aContractAloneIsATargetAndNoCall() {
    assertThat(Fqmn.parseTarget("0xS:0x001").function()).isNull();
    assertThat(Fqmn.parseTarget("0xP:b:0xS:0x001").inner()).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({
    "0xI:whoami,READ",
    "0xR:a.mcom,READ",
    "0xRW:a.mcom:0xS:0x001,WRITE",
    "0xS:0x001:k,READ",
    "0xSW:0x001:k:v,WRITE",
    "0xE:demo.a,READ",
    "0xEW:demo.a:1,WRITE",
    "0xA:1:0x001:f,EXECUTE",
    "0xC:group:members,READ",
    "0xP:b:0xS:0x001:k,READ",
    "0xP:b:0xSW:0x001:k:v,WRITE",
    "0xI:can:0xSW:0x001:k:v,READ",
  })
  void theVerbIsTheOpcodesAndOfAProxyWhatTheNodeIsAsked(String text, Verb verb) {
    assertThat(Fqmn.parse(text).verb()).isEqualTo(verb);
  }

  @ParameterizedTest
  @CsvSource({"0x1,true", "0X1,false", "0x,false", "0xg,false", "0xF0,true", "1x1,false"})
  void anAddressIsZeroXAndHexadecimalDigits(String text, boolean address) {
    assertThat(Addresses.isAddress(text)).isEqualTo(address);
  }

  @Test
  void anAddressHasAtMostFortyDigits() {
    assertThat(Addresses.isAddress("0x" + "f".repeat(40))).isTrue();
    assertThat(Addresses.isAddress("0x" + "f".repeat(41))).isFalse();
    assertThat(Addresses.isAddress("0xé")).isFalse();
  }

  @Test
  void theCaseOfAnAddressIsIgnoredAndItsZerosCount() {
    assertThat(Addresses.canonical("0xAb")).isEqualTo(Addresses.canonical("0xaB"));
    assertThat(Addresses.canonical("0x1")).isNotEqualTo(Addresses.canonical("0x001"));
  }

  @Test
  void theLongestPartsAreRead() {
    String word = "f" + "a".repeat(127);
    String label = "a".repeat(63);
    String name = label + "." + label + "." + label + "." + "a".repeat(61);

    assertThat(Fqmn.parse("0xS:0x1:" + word).function()).isEqualTo(word);
    assertThat(Fqmn.parse("0xR:" + name).target()).isEqualTo(name);
    assertThat(Fqmn.parse("0xP:" + label + ":0xR:a.mcom").target()).isEqualTo(label);
    assertThat(Fqmn.parse("0xE:" + "c".repeat(512)).target()).hasSize(512);
    assertThat(Fqmn.parse("0xC:g:" + word).function()).isEqualTo(word);
    assertThat(Fqmn.parse("0xA:" + label + ":0x1:f").version()).isEqualTo(label);
  }

  @Test
  void sixtyFourKibibytesAreRead() {
    String head = "0xSW:0x1:k:";
    String value = "é".repeat((Fqmn.MAX_BYTES - head.length()) / 2) + "a";

    assertThat(Fqmn.parse(head + value).argument()).isEqualTo(value);
  }

  @Test
  void charactersBeyondTheFirstPlaneAreRead() {
    assertThat(Fqmn.parse("0xEW:demo.a:\uD83D\uDE00").argument()).isEqualTo("\uD83D\uDE00");
  }

  @ParameterizedTest
  @EnumSource(Opcode.class)
  void anOpcodeWritesWhereItEndsInW(Opcode opcode) {
    assertThat(opcode.isWrite()).isEqualTo(opcode.text().endsWith("W"));
  }
}
