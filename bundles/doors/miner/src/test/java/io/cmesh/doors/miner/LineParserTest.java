package io.cmesh.doors.miner;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineParserTest {
  @Test
  void aLineIsAnIdAndAnFqmn() {
    RequestLine line = parse("42;0xS:0x001:hello_world");

    assertThat(line).isEqualTo(new RequestLine(42, true, "0xS:0x001:hello_world", null, null));
  }

  @Test
  void threeBase64UrlPartsAfterTheLastSemicolonAreAToken() {
    RequestLine line = parse("7;0xSW:0x001:k:a;b;eyJ-_0.eyJ1.c2ln");

    assertThat(line.fqmn()).isEqualTo("0xSW:0x001:k:a;b");
    assertThat(line.token()).isEqualTo("eyJ-_0.eyJ1.c2ln");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0xSW:0x001:k:a;b",
        "0xEW:demo.a:x;1.2",
        "0xEW:d:x;a.b.c.d",
        "x;a..c",
        "x;.b.c",
        "x;a.b.",
        "x;a.b=.c",
        "a.b.c",
        "x;",
        "x;a b.c.d"
      })
  void anythingElseAfterASemicolonBelongsToTheFqmn(String fqmn) {
    RequestLine line = parse("1;" + fqmn);

    assertThat(line.fqmn()).isEqualTo(fqmn);
    assertThat(line.token()).isNull();
    assertThat(line.isMalformed()).isFalse();
  }

  @Test
  void aCarriageReturnAtTheEndIsNotPartOfTheLine() {
    assertThat(parse("1;0xI:whoami\r").fqmn()).isEqualTo("0xI:whoami");
    assertThat(parse("1;0xI:whoami;a.b.c\r").token()).isEqualTo("a.b.c");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\r",
        ";",
        "x;0xI:whoami",
        "-1;x",
        " 1;x",
        "1 ;x",
        "9223372036854775808;x",
        "99999999999999999999;x",
        "1x;y",
        "no line at all"
      })
  void aLineWithoutADecimalIdIsUnreadable(String text) {
    RequestLine line = parse(text);

    assertThat(line.readable()).isFalse();
    assertThat(line.id()).isZero();
    assertThat(line.isMalformed()).isTrue();
  }

  @Test
  void theLargestIdIsThatOfALong() {
    assertThat(parse("9223372036854775807;x").id()).isEqualTo(Long.MAX_VALUE);
    assertThat(parse("000000000000000000042;x").readable()).isFalse();
    assertThat(parse("0042;x").id()).isEqualTo(42);
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "5;", "5\r", "5;\r", "5;;a.b.c"})
  void aLineWithoutAnFqmnIsMalformedUnderItsId(String text) {
    RequestLine line = parse(text);

    assertThat(line.readable()).isTrue();
    assertThat(line.id()).isEqualTo(5);
    assertThat(line.isMalformed()).isTrue();
  }

  @Test
  void invalidUtf8IsMalformed() {
    byte[] bytes = {'5', ';', 'x', (byte) 0xC3, (byte) 0x28};

    RequestLine line = new LineParser().parse(bytes, 0, bytes.length);

    assertThat(line.isMalformed()).isTrue();
    assertThat(line.id()).isEqualTo(5);
    assertThat(parse("5;größe").fqmn()).isEqualTo("größe");
  }

  @FuzzTest
  void anyBytesAreALineOrMalformed(byte[] bytes) {
    RequestLine line = new LineParser().parse(bytes, 0, bytes.length);

    assertThat(line.id()).isNotNegative();
    if (!line.isMalformed()) {
      assertThat(line.fqmn()).isNotEmpty();
      String text = new String(bytes, StandardCharsets.UTF_8);
      assertThat(text).contains(line.fqmn());
      if (line.token() != null) {
        assertThat(line.token()).matches("[\\w-]+\\.[\\w-]+\\.[\\w-]+");
      }
    }
  }

  @FuzzTest
  void anyBytesAreAnAnswerOrRefused(byte[] bytes) {
    try {
      AnswerLine line = AnswerLine.parse(bytes, 0, bytes.length);
      assertThat(line.bodyStart()).isBetween(3, bytes.length);
    } catch (IllegalArgumentException e) {
      assertThat(e).isNotNull(); // refused, as it should be
    }
  }

  private static RequestLine parse(String text) {
    byte[] bytes = ("…" + text + "…").getBytes(StandardCharsets.UTF_8);
    return new LineParser().parse(bytes, 3, bytes.length - 6);
  }
}
