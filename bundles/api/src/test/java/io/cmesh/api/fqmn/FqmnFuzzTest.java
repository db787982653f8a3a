package io.cmesh.api.fqmn;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.cmesh.api.error.MeshException;

/** Whatever comes in: an FQMN, or a typed refusal. */
class FqmnFuzzTest {
  @FuzzTest
  void anyTextIsReadOrRefused(FuzzedDataProvider data) {
    String text = data.consumeRemainingAsString();
    try {
      Fqmn read = Fqmn.parse(text);
      assertThat(read.text()).isEqualTo(text);
      assertThat(Fqmn.parse(read.text())).isEqualTo(read);
      if (read.opcode() == Opcode.SW && read.argument() != null) {
        assertThat(JsonSyntax.check(Values.canonical(read.argument()))).isNull();
      }
    } catch (FqmnException e) {
      assertThat(e.column()).isBetween(1, text.codePointCount(0, text.length()) + 1);
    } catch (MeshException e) {
      assertThat(e.status().code()).isIn(403, 413);
    }
  }
}
