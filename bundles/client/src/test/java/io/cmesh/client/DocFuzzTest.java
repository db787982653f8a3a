package io.cmesh.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.cmesh.api.error.MeshException;
import java.nio.charset.StandardCharsets;

/** Whatever a node, or what pretends to be one, sends: it is read or refused, never more. */
class DocFuzzTest {
  @FuzzTest
  void everyAnswerIsReadOrRefused(byte[] input) {
    try {
      Doc doc = Doc.parse(input);
      String text = doc.toString();
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      // Half a surrogate pair, which JSON can write, has no form in UTF-8.
      assertThat(Doc.parse(utf8)).hasToString(new String(utf8, StandardCharsets.UTF_8));
      doc.number("status", 0);
      doc.uuid("id");
      doc.bytes("nonce");
      doc.instant("expires");
    } catch (MeshException e) {
      assertThat(e.code()).isEqualTo("CMESH-CLI-002");
    }
  }
}
