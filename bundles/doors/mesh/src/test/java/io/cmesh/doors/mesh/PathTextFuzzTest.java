package io.cmesh.doors.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PathTextFuzzTest {
  @FuzzTest
  void everyPathIsDecodedOrRefused(byte[] input) {
    String raw = new String(input, StandardCharsets.UTF_8);
    try {
      String decoded = PathText.decode(raw, 0);
      String encoded = URLEncoder.encode(decoded, StandardCharsets.UTF_8).replace("+", "%20");
      assertThat(PathText.decode(encoded, 0)).isEqualTo(decoded);
    } catch (MeshException e) {
      assertThat(e.status()).isEqualTo(Status.BAD_REQUEST);
    }
  }

  @FuzzTest
  void everyQueryIsReadOrRefused(byte[] input) {
    Query query = new Query(new String(input, StandardCharsets.UTF_8));
    try {
      query.text("from");
      assertThat(query.number("limit", 1, 0, 9)).isBetween(0L, 9L);
    } catch (MeshException e) {
      assertThat(e.status()).isEqualTo(Status.BAD_REQUEST);
    }
  }

  @FuzzTest
  void everyBodyIsReadOrRefused(byte[] input) {
    try {
      Fields.of(io.cmesh.api.Bytes.copyOf(input)).text("did", "");
    } catch (MeshException e) {
      assertThat(e.status()).isEqualTo(Status.BAD_REQUEST);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"%", "%4", "%zz", "%C3", "%C3%28", "%ED%A0%80", "%F5%80%80%80", "a%2"})
  void whatIsNoEncodedUtf8IsRefused(String raw) {
    assertThatThrownBy(() -> PathText.decode(raw, 0)).isInstanceOf(MeshException.class);
  }

  @Test
  void escapesAreDecodedOnceInEitherCase() {
    assertThat(PathText.decode("/x%25%32%35%c3%BC", 1)).isEqualTo("x%25ü");
  }
}
