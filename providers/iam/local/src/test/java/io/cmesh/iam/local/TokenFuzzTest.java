package io.cmesh.iam.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.cmesh.api.Bytes;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.iam.DidKey;
import io.cmesh.api.iam.Iam;
import io.cmesh.tck.support.TestKeys;
import io.cmesh.tck.support.TestOpening;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;

/** Nothing that comes from outside does more than be refused. */
class TokenFuzzTest {
  private final TestOpening opening = TestOpening.in(Path.of("."));
  private final TestKeys keys = opening.keys();
  private final Iam iam = new LocalIamFactory("0.1.0").open(opening.opening()).service();

  @FuzzTest
  void aTokenOfAnyBytesIsRefused(byte[] data) {
    String text = new String(data, StandardCharsets.UTF_8);
    assertThatThrownBy(() -> iam.verify(text)).isInstanceOf(MeshException.class);
  }

  @FuzzTest
  void claimsOfAnyBytesAreRefusedThoughTheyAreSigned(byte[] claims) {
    String header =
        "{\"alg\":\"EdDSA\",\"typ\":\"at+jwt\",\"kid\":\"" + keys.tokenKey().id() + "\"}";
    String input = base64(header.getBytes(StandardCharsets.UTF_8)) + "." + base64(claims);
    String token = input + "." + base64(keys.signToken(Bytes.utf8(input)).toArray());
    assertThatThrownBy(() -> iam.verify(token)).isInstanceOf(MeshException.class);
  }

  @FuzzTest
  void aHeaderOfAnyBytesIsRefused(byte[] header) {
    String token = base64(header) + ".e30." + "A".repeat(86);
    assertThatThrownBy(() -> iam.verify(token)).isInstanceOf(MeshException.class);
  }

  @FuzzTest
  void aDidIsTheOneTextOfItsKeyOrRefused(byte[] data) {
    String text = new String(data, StandardCharsets.UTF_8);
    try {
      assertThat(DidKey.encode(DidKey.decode(text))).isEqualTo(text);
    } catch (MeshException e) {
      assertThat(e.code()).isEqualTo("CMESH-IAM-001");
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
