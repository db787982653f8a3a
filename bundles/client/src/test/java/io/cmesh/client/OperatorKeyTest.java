package io.cmesh.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmesh.api.Bytes;
import io.cmesh.client.identity.Identity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperatorKeyTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  @TempDir Path directory;

  @Test
  void aTokenIsSignedForOneNodeAndOneMinute() throws IOException {
    OperatorKey key = OperatorKey.load(key(), Clock.fixed(NOW, ZoneOffset.UTC));

    String[] parts = key.token("did:key:node").split("\\.");

    Doc claims = Doc.parse(Base64.getUrlDecoder().decode(parts[1]));
    assertThat(claims.require("iss")).isEqualTo(key.did());
    assertThat(claims.require("sub")).isEqualTo(key.did());
    assertThat(claims.require("aud")).isEqualTo("did:key:node");
    assertThat(claims.number("exp", 0) - claims.number("iat", 0)).isEqualTo(60);
    assertThat(claims.number("iat", 0)).isEqualTo(NOW.getEpochSecond());
    byte[] content = (parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII);
    assertThat(
            Identity.verify(
                key.did(),
                Bytes.wrap(content),
                Bytes.wrap(Base64.getUrlDecoder().decode(parts[2]))))
        .isTrue();
  }

  @Test
  void noTwoTokensAreTheSame() throws IOException {
    OperatorKey key = OperatorKey.load(key(), Clock.fixed(NOW, ZoneOffset.UTC));

    assertThat(key.token("n")).isNotEqualTo(key.token("n"));
  }

  @Test
  void aMissingKeyIsNamedWithTheWayOut() {
    assertThatThrownBy(() -> OperatorKey.load(directory.resolve("admin.key"), Clock.systemUTC()))
        .hasMessageContaining("admin.key");
  }

  @Test
  void aFileThatHoldsNoKeyIsRefused() throws IOException {
    Path file = Files.writeString(directory.resolve("admin.key"), "{\"kty\":\"OKP\"}");

    assertThatThrownBy(() -> OperatorKey.load(file, Clock.systemUTC()))
        .hasMessageContaining("no private Ed25519 JWK");
  }

  private Path key() throws IOException {
    String d = Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[32]);
    return Files.writeString(
        directory.resolve("admin.key"),
        "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"ignored\",\"d\":\"" + d + "\"}");
  }
}
