package io.cmesh.kernel.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmesh.api.Bytes;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.iam.DidKey;
import io.cmesh.api.provider.Keys.TokenKey;
import io.cmesh.tck.support.ManualClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NodeKeysTest {
  private static final Bytes DATA = Bytes.utf8("data");

  private final ManualClock clock = new ManualClock();
  @TempDir private Path home;

  @Test
  void keysAreTheSameAfterARestart() {
    NodeKeys first = keys();
    NodeKeys second = keys();
    assertThat(second.nodeDid()).isEqualTo(first.nodeDid());
    assertThat(second.operatorDid()).isEqualTo(first.operatorDid());
    assertThat(second.tokenKeys()).isEqualTo(first.tokenKeys());
  }

  @Test
  void nodeOperatorAndTokensHaveKeysOfTheirOwn() {
    NodeKeys keys = keys();
    String tokenDid = DidKey.encode(keys.tokenKey().publicKey());
    assertThat(List.of(keys.nodeDid(), keys.operatorDid(), tokenDid)).doesNotHaveDuplicates();
  }

  @Test
  void theNodeSignsUnderItsDid() {
    NodeKeys keys = keys();
    assertThat(verify(DidKey.decode(keys.nodeDid()), keys.sign(DATA))).isTrue();
  }

  @Test
  void tokensAreSignedWithTheCurrentTokenKey() {
    NodeKeys keys = keys();
    assertThat(verify(keys.tokenKey().publicKey(), keys.signToken(DATA))).isTrue();
  }

  @Test
  void aSignatureVerifiesUnderItsKeyAlone() {
    NodeKeys keys = keys();
    Bytes key = DidKey.decode(keys.nodeDid());
    Bytes signature = keys.sign(DATA);

    assertThat(keys.verify(key, DATA, signature)).isTrue();
    assertThat(keys.verify(keys.tokenKey().publicKey(), DATA, signature)).isFalse();
    assertThat(keys.verify(key, Bytes.utf8("other"), signature)).isFalse();
  }

  @Test
  void whatIsNoKeyOrNoSignatureVerifiesNothing() {
    NodeKeys keys = keys();
    Bytes key = DidKey.decode(keys.nodeDid());
    Bytes signature = keys.sign(DATA);

    assertThat(keys.verify(key, DATA, signature.concat(Bytes.hex("00")))).isFalse();
    assertThat(keys.verify(key, DATA, Bytes.EMPTY)).isFalse();
    assertThat(keys.verify(Bytes.EMPTY, DATA, signature)).isFalse();
    assertThat(keys.verify(Bytes.hex("02" + "00".repeat(31)), DATA, signature)).isFalse();
  }

  @Test
  void aTokenKeyIsNamedByItsThumbprint() throws Exception {
    TokenKey key = keys().tokenKey();
    String x =
        java.util.Base64.getUrlEncoder().withoutPadding().encodeToString(key.publicKey().toArray());
    String members = "{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\"" + x + "\"}";
    byte[] hash =
        java.security.MessageDigest.getInstance("SHA-256").digest(members.getBytes("UTF-8"));
    assertThat(key.id())
        .isEqualTo(java.util.Base64.getUrlEncoder().withoutPadding().encodeToString(hash));
  }

  @Test
  void aRotationPutsANewKeyFirstAndKeepsTheFormerOne() {
    NodeKeys keys = keys();
    TokenKey former = keys.tokenKey();
    keys.rotateTokenKey();
    assertThat(keys.tokenKey()).isNotEqualTo(former);
    assertThat(keys.tokenKeys()).containsExactly(keys.tokenKey(), former);
    assertThat(verify(keys.tokenKey().publicKey(), keys.signToken(DATA))).isTrue();
  }

  @Test
  void aRotationSurvivesARestart() {
    NodeKeys keys = keys();
    keys.rotateTokenKey();
    assertThat(keys().tokenKeys()).isEqualTo(keys.tokenKeys()).hasSize(2);
  }

  @Test
  void aFormerKeyIsGoneOnceItsLastTokenHasExpired() {
    NodeKeys keys = keys();
    keys.rotateTokenKey();
    clock.advance(NodeKeys.RETENTION.minusSeconds(1));
    assertThat(keys.tokenKeys()).hasSize(2);
    clock.advance(Duration.ofSeconds(1));
    assertThat(keys.tokenKeys()).containsExactly(keys.tokenKey());
    assertThat(keys().tokenKeys()).containsExactly(keys.tokenKey());
  }

  @Test
  void retiringEarlierIsNotPutOffByLaterRotations() {
    NodeKeys keys = keys();
    TokenKey oldest = keys.tokenKey();
    keys.rotateTokenKey();
    clock.advance(Duration.ofDays(30));
    keys.rotateTokenKey();
    clock.advance(Duration.ofDays(1));
    assertThat(keys.tokenKeys()).hasSize(2).doesNotContain(oldest);
  }

  @Test
  void tooManyRotationsAreRefusedAndTheKeysStayAsTheyAre() {
    NodeKeys keys = keys();
    for (int i = 1; i < TokenKeys.MAX_KEYS; i++) {
      keys.rotateTokenKey();
    }
    TokenKey current = keys.tokenKey();
    assertThatThrownBy(keys::rotateTokenKey)
        .isInstanceOfSatisfying(
            MeshException.class,
            e -> {
              assertThat(e.code()).isEqualTo("CMESH-KEY-005");
              assertThat(e.retryAfter()).contains(NodeKeys.RETENTION);
            });
    assertThat(keys.tokenKey()).isEqualTo(current);
  }

  @ParameterizedTest
  @ValueSource(strings = {"admin.key", "data/keys/node.key", "data/keys/tokens.jwks"})
  void onlyTheNodesUserMayReadAKeyFile(String name) throws Exception {
    keys();
    Path file = home.resolve(name);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(this::keys)
        .isInstanceOfSatisfying(
            MeshException.class,
            e -> {
              assertThat(e.code()).isEqualTo("CMESH-KEY-001");
              assertThat(e.hint().orElseThrow()).startsWith("Run: chmod 600 " + file);
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"admin.key", "data/keys/node.key", "data/keys/tokens.jwks"})
  void aTornKeyFileIsAnErrorThatDoesNotShowTheKey(String name) throws Exception {
    keys();
    Path file = home.resolve(name);
    String whole = Files.readString(file);
    Files.writeString(file, whole.substring(0, whole.length() - 8));
    assertThatThrownBy(this::keys)
        .isInstanceOfSatisfying(
            MeshException.class, e -> assertThat(e.code()).isEqualTo("CMESH-KEY-002"))
        .hasMessageNotContaining(whole.substring(10, 30))
        .hasNoCause();
  }

  @Test
  void halvesOfTwoKeysAreNoKey() throws Exception {
    keys();
    Path file = home.resolve("admin.key");
    String x = Files.readString(file).replaceAll("(?s).*\"x\":\"([^\"]*)\".*", "$1");
    Files.writeString(
        file, Files.readString(file).replace(x, "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"));
    assertThatThrownBy(this::keys).hasMessageContaining("x is not the public key of d");
  }

  @Test
  void aLostIdentityIsAnErrorAndNotANewIdentity() throws Exception {
    keys();
    Files.delete(home.resolve("data/keys/node.key"));
    assertThatThrownBy(this::keys)
        .isInstanceOfSatisfying(
            MeshException.class, e -> assertThat(e.code()).isEqualTo("CMESH-KEY-004"));
    assertThat(home.resolve("data/keys/node.key")).doesNotExist();
  }

  @Test
  void aLostAdminKeyIsMadeAnew() throws Exception {
    String former = keys().operatorDid();
    Files.delete(home.resolve("admin.key"));
    assertThat(keys().operatorDid()).isNotEqualTo(former);
  }

  @Test
  void whatACrashLeftHalfWrittenDoesNotHinder() throws Exception {
    Files.createDirectories(home.resolve("data/keys"));
    Files.writeString(home.resolve("data/keys/node.key.new"), "{\"kty\":");
    assertThat(keys().nodeDid()).startsWith("did:key:z6Mk");
    assertThat(home.resolve("data/keys/node.key.new")).doesNotExist();
  }

  @Test
  void rotationsFromManyThreadsLoseNoKey() throws Exception {
    NodeKeys keys = keys();
    Thread[] threads = new Thread[4];
    for (int i = 0; i < threads.length; i++) {
      threads[i] = new Thread(() -> rotate(keys, 10));
      threads[i].start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(keys.tokenKeys()).hasSize(41).doesNotHaveDuplicates();
    assertThat(keys().tokenKeys()).isEqualTo(keys.tokenKeys());
  }

  private static void rotate(NodeKeys keys, int times) {
    for (int i = 0; i < times; i++) {
      keys.rotateTokenKey();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"version\":1 | \"version\":2",
        "\"version\":1 | \"version\":\"1\"",
        "cmesh-token-keys | something-else",
        "\"iat\" | \"made\"",
        "\"keys\":\\[.*\\] | \"keys\":[]",
        "\"keys\":\\[.*\\] | \"keys\":[{\"kty\":\"oct\",\"k\":\"AAAA\",\"iat\":1}]",
        "[{] | ["
      })
  void tokenKeysThatAreNoneAreRefusedWithoutASecretInTheText(String was, String is)
      throws Exception {
    keys();
    Path file = home.resolve("data/keys/tokens.jwks");
    String good = Files.readString(file);
    String bad = good.replaceFirst(was, Matcher.quoteReplacement(is));
    assertThat(bad).isNotEqualTo(good);
    Files.writeString(file, bad);

    assertThatThrownBy(this::keys)
        .isInstanceOf(MeshException.class)
        .hasMessageContaining("tokens.jwks")
        .message()
        .doesNotContain("\"d\"");
  }

  private NodeKeys keys() {
    return new NodeKeys(home, clock, new SecureRandom());
  }

  private static boolean verify(Bytes publicKey, Bytes signature) {
    return new Ed25519PublicKeyParameters(publicKey.unsafeArray())
        .verify(
            Ed25519.Algorithm.Ed25519,
            null,
            DATA.toArray(),
            0,
            DATA.size(),
            signature.toArray(),
            0);
  }
}
