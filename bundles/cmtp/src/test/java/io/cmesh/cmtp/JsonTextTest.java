package io.cmesh.cmtp;

import static io.cmesh.cmtp.Refusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cmesh.api.Bytes;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import org.junit.jupiter.api.Test;

class JsonTextTest {
  @Test
  void oneValueIsJson() {
    Bytes json = Bytes.utf8(" [1, \"a\"] ");
    assertThat(JsonText.requireValid(json)).isSameAs(json);
    assertThat(JsonText.isValid(Bytes.utf8("991.1204"))).isTrue();
    assertThat(JsonText.isValid(Bytes.utf8("Dexter"))).isFalse();
    assertThat(JsonText.isValid(Bytes.EMPTY)).isFalse();
    assertThat(JsonText.isValid(Bytes.utf8("1 2"))).isFalse();
  }

  @Test
  void sixtyFourLevelsAreTakenAndSixtyFiveRefused() {
    String good = "[".repeat(64) + "]".repeat(64);
    assertThat(JsonText.isValid(Bytes.utf8(good))).isTrue();
    refusal(() -> JsonText.requireValid(Bytes.utf8("[" + good + "]")), "CMESH-CMTP-006");
  }

  @Test
  void tooLongTextIsTooLarge() {
    Bytes spaces = Bytes.utf8(" ".repeat(1 << 20) + "1");
    MeshException e =
        catchThrowableOfType(MeshException.class, () -> JsonText.requireValid(spaces));
    assertThat(e.status()).isEqualTo(Status.TOO_LARGE);
  }

  @Test
  void minifyingTakesTheSpaceBetweenTokensAndNothingElse() {
    Bytes json = Bytes.utf8("{ \"a b\\\" \" :\t[ 1.10 ,\r\n\"ü \\\\\" , \"\" ] }");
    assertThat(JsonText.minify(json).utf8()).isEqualTo("{\"a b\\\" \":[1.10,\"ü \\\\\",\"\"]}");
    Bytes minimal = Bytes.utf8("[1,2]");
    assertThat(JsonText.minify(minimal)).isSameAs(minimal);
  }

  @Test
  void quotingEscapesWhatJsonDoes() {
    assertThat(JsonText.quote("a\"b\\c\n\u0001ü")).isEqualTo("\"a\\\"b\\\\c\\n\\u0001ü\"");
    assertThat(JsonText.escape("\t")).isEqualTo("\\t");
  }

  @Test
  void anErrorIsItsCodeMessageAndHint() {
    MeshException with = new MeshException(Status.CONFLICT, "CMESH-X-001", "say \"x\"", "Do y.");
    assertThat(JsonText.of(with).utf8())
        .isEqualTo("{\"code\":\"CMESH-X-001\",\"message\":\"say \\\"x\\\"\",\"hint\":\"Do y.\"}");
    MeshException without = new MeshException(Status.CONFLICT, "CMESH-X-001", "x");
    assertThat(JsonText.of(without).utf8())
        .isEqualTo("{\"code\":\"CMESH-X-001\",\"message\":\"x\"}");
  }
}
