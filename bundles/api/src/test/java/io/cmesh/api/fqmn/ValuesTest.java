package io.cmesh.api.fqmn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the text of a value means. */
class ValuesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "[1, 2]",
        "{\"a\":1e5}",
        "\"text\"",
        "true",
        "false",
        "null",
        "0",
        "7",
        "-7",
        "10",
        "9007199254740991",
        "-9007199254740991",
      })
  void jsonAndPlainValuesStayAsTheyAre(String raw) {
    assertThat(Values.canonical(raw)).isEqualTo(raw);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "991.1204",
        "9007199254740992",
        "-9007199254740992",
        "99999999999999999999",
        "007",
        "-0",
        "-07",
        "-",
        "+1",
        "1e5",
        "1a",
        "1/",
        "True",
        "nulls",
        " 1",
        "1 ",
        " [1]",
        "hello world",
        "١",
      })
  void anyOtherTextIsAString(String raw) {
    assertThat(Values.canonical(raw)).isEqualTo("\"" + raw + "\"");
  }

  @Test
  void whatJsonMustEscapeIsEscaped() {
    assertThat(Values.canonical("a\"b\\c")).isEqualTo("\"a\\\"b\\\\c\"");
    assertThat(Values.quote("\u0000\n\u001f é")).isEqualTo("\"\\u0000\\u000a\\u001f é\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[1", "{", "\"a", "[1]x"})
  void whatBeginsLikeJsonAndIsNoneIsRefused(String raw) {
    MeshException e = catchThrowableOfType(MeshException.class, () -> Values.canonical(raw));

    assertThat(e.status()).isEqualTo(Status.BAD_REQUEST);
    assertThat(e.code()).isEqualTo("CMESH-FQMN-004");
  }
}
