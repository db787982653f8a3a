package io.cmesh.client.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmesh.api.Bytes;
import io.cmesh.api.error.MeshException;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RootExportTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Root ROOT = Root.ofSeed(Bytes.hex("5a".repeat(32)));
  private static final char[] PASSPHRASE = "correct horse bätte".toCharArray();
  private static final String EXPORT = RootExport.seal(ROOT, PASSPHRASE, RANDOM);

  @Test
  void anExportOpensWithItsPassphrase() {
    assertThat(RootExport.open(EXPORT, PASSPHRASE).seed()).isEqualTo(ROOT.seed());
  }

  @Test
  void anotherPassphraseDoesNotOpenIt() {
    assertThatThrownBy(() -> RootExport.open(EXPORT, "correct horse batte".toCharArray()))
        .isInstanceOfSatisfying(
            MeshException.class, e -> assertThat(e.code()).isEqualTo("CMESH-CLI-104"));
  }

  @Test
  void twoExportsOfOneRootHaveNothingInCommon() {
    String other = RootExport.seal(ROOT, PASSPHRASE, RANDOM);
    assertThat(field(other, "salt")).isNotEqualTo(field(EXPORT, "salt"));
    assertThat(field(other, "nonce")).isNotEqualTo(field(EXPORT, "nonce"));
    assertThat(field(other, "sealed")).isNotEqualTo(field(EXPORT, "sealed"));
  }

  @Test
  void anAlteredExportDoesNotOpen() {
    String altered = EXPORT.replace("\"passes\": 3", "\"passes\": 2");
    assertThatThrownBy(() -> RootExport.open(altered, PASSPHRASE))
        .isInstanceOfSatisfying(
            MeshException.class, e -> assertThat(e.code()).isEqualTo("CMESH-CLI-104"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"memoryKiB\": 65536 | \"memoryKiB\": 2000000000",
        "\"passes\": 3 | \"passes\": 2000000000",
        "\"lanes\": 1 | \"lanes\": 0",
        "\"version\": 1 | \"version\": 9",
        "\"cmesh-root-export\" | \"cmesh-root\"",
        "\"argon2id\" | \"none\"",
        "\"aes-256-gcm\" | \"none\"",
        "\"sealed\": \" | \"sealed\": \"AA",
        "\"lanes\": 1 | \"lanes\": 1, \"lanes\": 1",
        "\"kdf\" | \"kdx\"",
        "{ | ["
      })
  void whatIsNoExportIsRefusedAtOnce(String found, String replaced) {
    String altered = EXPORT.replace(found, replaced);
    assertThat(altered).isNotEqualTo(EXPORT);
    assertThatThrownBy(() -> RootExport.open(altered, PASSPHRASE))
        .isInstanceOfSatisfying(
            MeshException.class, e -> assertThat(e.code()).isEqualTo("CMESH-CLI-103"));
  }

  @Test
  void aShortPassphraseIsRefused() {
    assertThatThrownBy(() -> RootExport.seal(ROOT, "1234567".toCharArray(), RANDOM))
        .isInstanceOfSatisfying(
            MeshException.class, e -> assertThat(e.code()).isEqualTo("CMESH-CLI-105"));
  }

  private static String field(String json, String name) {
    return json.replaceAll("(?s).*\"" + name + "\": \"([^\"]*)\".*", "$1");
  }
}
