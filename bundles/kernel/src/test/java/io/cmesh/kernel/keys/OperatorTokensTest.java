package io.cmesh.kernel.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.cmesh.api.Bytes;
import io.cmesh.api.command.Principal;
import io.cmesh.api.error.MeshException;
import io.cmesh.tck.support.ManualClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OperatorTokensTest {
  private static final SigningKey ADMIN = SigningKey.generate(new SecureRandom());
  private static final SigningKey OTHER = SigningKey.generate(new SecureRandom());
  private static final String NODE = OTHER.did();
  private static final String HEADER = "{\"alg\":\"EdDSA\",\"kid\":\"" + ADMIN.did() + "\"}";

  private final ManualClock clock = new ManualClock();
  private final OperatorTokens tokens = new OperatorTokens(ADMIN.did(), NODE, clock, 3);

  @Test
  void aFreshTokenIsTheOperators() {
    assertThat(tokens.claims(token(claims()))).isTrue();
    assertThat(tokens.verify(token(claims()))).isEqualTo(Principal.operator(ADMIN.did()));
  }

  @Test
  void theKeyInTheHomesFileOpensTheNode(@TempDir Path home) {
    NodeKeys keys = new NodeKeys(home, clock, new SecureRandom());
    SigningKey admin = SigningKey.load(home.resolve("admin.key"));
    assertThat(admin.did()).isEqualTo(keys.operatorDid());
  }

  @Test
  void aTokenOpensOneCall() {
    String token = token(claims());
    tokens.verify(token);
    refused(token, "CMESH-OPR-005");
  }

  @Test
  void aTokenIsNotForgottenBeforeItHasExpired() {
    String token = token(claims());
    tokens.verify(token);
    clock.advance(Duration.ofSeconds(64));
    refused(token, "CMESH-OPR-005");
    clock.advance(Duration.ofSeconds(1));
    refused(token, "CMESH-OPR-004");
  }

  @Test
  void aTokenFromBeforeTheNodesStartIsRefusedForItMayHaveBeenUsed() {
    String token = token(claims());
    clock.advance(Duration.ofSeconds(2));
    OperatorTokens restarted = new OperatorTokens(ADMIN.did(), NODE, clock);

    assertThatThrownBy(() -> restarted.verify(token))
        .isInstanceOfSatisfying(
            MeshException.class,
            e -> {
              assertThat(e.code()).isEqualTo("CMESH-OPR-004");
              assertThat(e.text()).contains("older than the node's start");
            });
  }

  @Test
  void tooManyTokensAMinuteAreTurnedAwayWithADelay() {
    for (int i = 0; i < 3; i++) {
      tokens.verify(token(with("jti", "\"" + i + "\"")));
    }
    assertThatThrownBy(() -> tokens.verify(token(with("jti", "\"3\""))))
        .isInstanceOfSatisfying(
            MeshException.class,
            e -> {
              assertThat(e.code()).isEqualTo("CMESH-OPR-006");
              assertThat(e.retryAfter()).isPresent();
            });
    clock.advance(Duration.ofSeconds(30));
    long later = clock.instant().getEpochSecond();
    clock.advance(Duration.ofSeconds(36));
    Map<String, String> claims = with("jti", "\"4\"");
    claims.put("iat", String.valueOf(later));
    claims.put("exp", String.valueOf(later + 60));
    assertThat(tokens.verify(token(claims)).kind()).isEqualTo(Principal.Kind.OPERATOR);
  }

  @Test
  void aTokenThatSomebodyElseSignedIsForged() {
    refused(sign(OTHER, HEADER, claims()), "CMESH-OPR-002");
  }

  @Test
  void aTokenWhoseClaimsWereChangedIsForged() {
    String[] parts = token(claims()).split("\\.");
    String changed = base64(json(with("jti", "\"changed\"")));
    refused(parts[0] + "." + changed + "." + parts[2], "CMESH-OPR-002");
  }

  @Test
  void aSignatureHasOneTextAlone() {
    String token = token(claims());
    char last = token.charAt(token.length() - 1);
    // The last of 86 characters carries two bits that decoders drop.
    String twin = token.substring(0, token.length() - 1) + (char) (last + 1);
    refused(twin, "CMESH-OPR-002");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "aud | \"did:key:another\" | CMESH-OPR-003",
        "aud | [\"NODE\",\"did:key:another\"] | CMESH-OPR-003",
        "aud | | CMESH-OPR-003",
        "iss | \"did:key:another\" | CMESH-OPR-001",
        "sub | \"did:key:another\" | CMESH-OPR-001",
        "sub | | CMESH-OPR-001",
        "jti | | CMESH-OPR-001",
        "jti | \"\" | CMESH-OPR-001",
        "iat | | CMESH-OPR-004",
        "exp | | CMESH-OPR-004",
        "exp | \"soon\" | CMESH-OPR-001",
        "exp | 1767225661 | CMESH-OPR-004",
        "exp | 1767225600 | CMESH-OPR-004",
        "exp | 1 | CMESH-OPR-004",
        "exp | 99999999999999999999 | CMESH-OPR-004",
        "iat | 1767225606 | CMESH-OPR-004"
      })
  void aClaimThatIsWrongOrMissingIsRefused(String claim, String value, String code) {
    Map<String, String> claims = claims();
    if (value == null) {
      claims.remove(claim);
    } else {
      claims.put(claim, value.replace("NODE", NODE));
    }
    refused(token(claims), code);
  }

  @Test
  void aClockFiveSecondsOffIsForgiven() {
    String token = token(claims());
    clock.advance(Duration.ofSeconds(-5));
    assertThat(tokens.verify(token).isTrusted()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"alg\":\"none\",\"kid\":\"ADMIN\"}",
        "{\"alg\":\"HS256\",\"kid\":\"ADMIN\"}",
        "{\"alg\":\"Ed25519\",\"kid\":\"ADMIN\"}",
        "{\"alg\":\"EdDSA\",\"kid\":\"ADMIN\",\"crit\":[\"exp\"]}",
        "{\"alg\":\"EdDSA\",\"kid\":\"another\"}",
        "{\"alg\":\"EdDSA\"}",
        "{}",
        "[]"
      })
  void aHeaderThatIsNotOursIsRefused(String header) {
    String token = sign(ADMIN, header.replace("ADMIN", ADMIN.did()), claims());
    assertThatThrownBy(() -> tokens.verify(token))
        .isInstanceOfSatisfying(
            MeshException.class, e -> assertThat(e.code()).isIn("CMESH-OPR-001", "CMESH-OPR-002"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a.b.c", "ey.ey.ey", "e30.e30.e30", "e30.e30."})
  void whatIsNoTokenIsRefused(String text) {
    assertThat(tokens.claims(text)).isFalse();
    refused(text, "CMESH-OPR-001");
  }

  @Test
  void aTokenOfManyKilobytesIsNotEvenRead() {
    String token = token(with("more", "\"" + "x".repeat(5_000) + "\""));
    refused(token, "CMESH-OPR-001");
  }

  @FuzzTest
  void noInputDoesMoreThanBeRefused(byte[] data) {
    String text = new String(data, StandardCharsets.UTF_8);
    assertThatThrownBy(() -> tokens.verify(text)).isInstanceOf(MeshException.class);
    String signed = sign(ADMIN, HEADER, data);
    assertThatThrownBy(() -> tokens.verify(signed)).isInstanceOf(MeshException.class);
  }

  private void refused(String token, String code) {
    assertThatThrownBy(() -> tokens.verify(token))
        .isInstanceOfSatisfying(
            MeshException.class, e -> assertThat(e.code()).as(e.text()).isEqualTo(code));
  }

  private Map<String, String> claims() {
    long now = ManualClock.START.getEpochSecond();
    Map<String, String> claims = new TreeMap<>();
    claims.put("iss", "\"" + ADMIN.did() + "\"");
    claims.put("sub", "\"" + ADMIN.did() + "\"");
    claims.put("aud", "\"" + NODE + "\"");
    claims.put("iat", String.valueOf(now));
    claims.put("exp", String.valueOf(now + 60));
    claims.put("jti", "\"1\"");
    return claims;
  }

  private Map<String, String> with(String claim, String value) {
    Map<String, String> claims = claims();
    claims.put(claim, value);
    return claims;
  }

  private static String token(Map<String, String> claims) {
    return sign(ADMIN, HEADER, claims);
  }

  private static String sign(SigningKey key, String header, Map<String, String> claims) {
    return sign(key, header, json(claims).getBytes(StandardCharsets.UTF_8));
  }

  private static String sign(SigningKey key, String header, byte[] claims) {
    String input = base64(header) + "." + base64(claims);
    return input + "." + base64(key.sign(Bytes.utf8(input)).unsafeArray());
  }

  private static String json(Map<String, String> claims) {
    return claims.entrySet().stream()
        .map(e -> "\"" + e.getKey() + "\":" + e.getValue())
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String base64(String text) {
    return base64(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
