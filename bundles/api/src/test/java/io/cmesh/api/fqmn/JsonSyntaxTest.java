package io.cmesh.api.fqmn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 8259, accepted and refused. */
class JsonSyntaxTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{}",
        "\"\"",
        "[[],{}]",
        "[1,2]",
        " [ 1 , 2 ] ",
        "\t\r\n{ \"a\" : { \"b\" : [ ] } }\n",
        "{\"a\":1,\"b\":{\"a\":2},\"c\":[{\"a\":3},{\"a\":4}]}",
        "\"\\ud83d\\ude00\"",
        "1e308",
        "-1e-999",
        "{\"a\":1, \"b\" :2}",
        "0",
        "-0",
        "10",
        "-12.50e+10",
        "1E5",
        "1e-5",
        "0.0",
        "true",
        "false",
        "null",
        "[true,false,null]",
        "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\uFFFF\\uabcd\"",
        "\"\u007f\u2028é\uD83D\uDE00\"",
      })
  void jsonIsAccepted(String text) {
    assertThat(JsonSyntax.check(text)).isNull();
  }

  @ParameterizedTest(name = "{0} at {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | 0 | a JSON value",
        "` ` | 1 | a JSON value",
        "x | 0 | a JSON value",
        "' | 0 | a JSON value",
        "[ | 1 | a JSON value",
        "[1 | 2 | ',' or ']'",
        "[1} | 2 | ',' or ']'",
        "[1,] | 3 | a JSON value",
        "[,1] | 1 | a JSON value",
        "[1 2] | 3 | ',' or ']'",
        "[1]] | 3 | nothing behind",
        "{ | 1 | a key",
        "{1:2} | 1 | a key",
        "{a:1} | 1 | a key",
        "{\"a\"} | 4 | ':'",
        "{\"a\":} | 5 | a JSON value",
        "{\"a\":1 | 6 | ',' or '}'",
        "{\"a\":1] | 6 | ',' or '}'",
        "{\"a\":1,} | 7 | a key",
        "{\"a\":1 \"b\":2} | 7 | ',' or '}'",
        "{\"a | 3 | at the end of the string",
        "\" | 1 | at the end of the string",
        "\"a\"b | 3 | nothing behind",
        "\"\\x\" | 2 | an escape",
        "\"\\u00g0\" | 5 | an escape",
        "\"\\u00 | 5 | an escape",
        "\"\\ | 2 | an escape",
        "01 | 1 | nothing behind",
        "-01 | 2 | nothing behind",
        "- | 1 | a digit",
        "-a | 1 | a digit",
        "+1 | 0 | a JSON value",
        ".5 | 0 | a JSON value",
        "1. | 2 | behind the point",
        "1.e5 | 2 | behind the point",
        "1e | 2 | exponent",
        "1e+ | 3 | exponent",
        "1e+-1 | 3 | exponent",
        "tru | 0 | true",
        "trux | 0 | true",
        "False | 0 | a JSON value",
        "fals | 0 | false",
        "nul | 0 | null",
        "truex | 4 | nothing behind",
        "NaN | 0 | a JSON value",
        "Infinity | 0 | a JSON value",
        "//x | 0 | a JSON value",
        "[1]/**/ | 3 | nothing behind",
        "{\"a\":1,\"a\":2} | 7 | each key once",
        "[{\"a\":{},\"\\u0061\":2}] | 9 | each key once",
        "{\"\\n\":1,\"\\u000a\":2} | 8 | each key once",
        "\"\\ud800\" | 7 | both halves",
        "\"\\ude00\" | 1 | both halves",
        "\"\\ud800a\" | 7 | both halves",
        "\"\\ud800\\ud800\\udc00\" | 7 | both halves",
        "[1e309] | 1 | range of a double",
        "-1E+999999999 | 0 | range of a double",
      })
  void whatIsNoJsonIsRefusedWhereItStopsBeing(String text, int offset, String expected) {
    JsonSyntax.Fault fault = JsonSyntax.check(text);

    assertThat(fault).isNotNull();
    assertThat(fault.offset()).isEqualTo(offset);
    assertThat(fault.expected()).contains(expected);
  }

  @Test
  void aNumberHasAtMostAThousandCharacters() {
    assertThat(JsonSyntax.check("9".repeat(1000))).isNull();
    assertThat(JsonSyntax.check("[" + "9".repeat(1001) + "]")).extracting("offset").isEqualTo(1);
    assertThat(JsonSyntax.check("0." + "1".repeat(999))).extracting("offset").isEqualTo(0);
  }

  @Test
  void controlCharactersInStringsAreRefused() {
    assertThat(JsonSyntax.check("\"a\u001f\"")).isNotNull();
    assertThat(JsonSyntax.check("\"a\n\"")).extracting("offset").isEqualTo(2);
    assertThat(JsonSyntax.check("\"\u0020\"")).isNull();
  }

  @Test
  void otherDigitsThanAsciiAreNone() {
    assertThat(JsonSyntax.check("\u0661")).isNotNull();
    assertThat(JsonSyntax.check("1\u0661")).isNotNull();
    assertThat(JsonSyntax.check("\"\\u066\u0661\"")).isNotNull();
    assertThat(JsonSyntax.check("\"\\u000G\"")).isNotNull();
  }

  @Test
  void sixtyFourLevelsAreAcceptedAndOneMoreIsNot() {
    String deep = "[{\"a\":".repeat(32) + "1" + "}]".repeat(32);

    assertThat(JsonSyntax.check(deep)).isNull();
    assertThat(JsonSyntax.check("[" + deep + "]")).extracting("expected").asString().contains("64");
  }

  @Test
  void bracketsMustCloseInTheOrderTheyOpened() {
    assertThat(JsonSyntax.check("[{\"a\":[1]},[2]]")).isNull();
    assertThat(JsonSyntax.check("[{\"a\":[1}]]")).isNotNull();
  }

  @Test
  void onlyTheGivenRangeIsRead() {
    assertThat(JsonSyntax.check("x[1]y", 1, 4)).isNull();
    assertThat(JsonSyntax.check("true", 0, 3)).isNotNull();
    assertThat(JsonSyntax.check("12", 0, 1)).isNull();
  }
}
