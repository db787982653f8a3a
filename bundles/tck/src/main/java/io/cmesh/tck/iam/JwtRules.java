package io.cmesh.tck.iam;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmesh.api.Bytes;
import io.cmesh.api.iam.Tokens;
import io.cmesh.api.provider.Keys.TokenKey;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

abstract class JwtRules extends IamRules {
  JwtRules(IamKit kit) {
    super(kit);
  }

  @Test
  @DisplayName("signed with the node's token key, which the header names")
  void aTokenNamesItsKey() {
    Jwt jwt = Jwt.of(tokens().token());
    assertThat(jwt.header())
        .contains("\"alg\":\"EdDSA\"")
        .contains("\"kid\":\"" + keys().tokenKey().id() + "\"");
  }

  @Test
  @DisplayName("with the claims iss, sub, aud, iat, exp and jti")
  void aTokenHasItsClaims() {
    Jwt jwt = Jwt.of(tokens().token());
    String node = "\"" + keys().nodeDid() + "\"";
    assertThat(jwt.claim("iss")).isEqualTo(node);
    assertThat(jwt.claim("aud")).isEqualTo(node);
    assertThat(jwt.claim("sub")).isEqualTo("\"" + client.did() + "\"");
    assertThat(jwt.claim("iat")).isEqualTo(String.valueOf(clock().instant().getEpochSecond()));
    assertThat(jwt.claim("exp")).matches("[0-9]+");
    assertThat(jwt.claim("jti")).isNotEmpty();
  }

  @Test
  @DisplayName("each with an id of its own")
  void noTwoTokensAreEqual() {
    Tokens first = tokens();
    Tokens second = tokens();
    assertThat(List.of(first.token(), first.renew(), second.token(), second.renew()))
        .doesNotHaveDuplicates();
  }

  @Test
  @DisplayName("put together again as they were, they verify: the rules below test what they say")
  void anUnchangedTokenVerifies() {
    Jwt jwt = Jwt.of(tokens().token());
    assertThat(iam.verify(jwt.signedBy(keys()::signToken)).principal().did())
        .isEqualTo(client.did());
  }

  @Test
  @DisplayName("refused with alg none")
  void algNoneIsRefused() {
    Jwt jwt = Jwt.of(tokens().token());
    for (String none : List.of("\"none\"", "\"None\"", "\"NONE\"", "\"nOnE\"")) {
      unauthorized(() -> iam.verify(jwt.header("alg", none).withSignature("")));
      unauthorized(() -> iam.verify(jwt.header("alg", none).withSignature(jwt.signature())));
    }
  }

  @Test
  @DisplayName("refused with alg HS256 keyed by the public key")
  void algorithmConfusionIsRefused() {
    Jwt jwt = Jwt.of(tokens().token()).header("alg", "\"HS256\"");
    Bytes publicKey = keys().tokenKey().publicKey();
    unauthorized(() -> iam.verify(jwt.signedBy(input -> hmac(publicKey, input))));
  }

  @Test
  @DisplayName("refused with any other alg, though the signature is good")
  void anotherAlgorithmIsRefused() {
    Jwt jwt = Jwt.of(tokens().token());
    for (String alg : List.of("\"RS256\"", "\"ES256\"", "\"Ed25519\"", "\"eddsa\"", "\"\"")) {
      unauthorized(() -> iam.verify(jwt.header("alg", alg).signedBy(keys()::signToken)));
    }
  }

  @Test
  @DisplayName("refused with a kid that is no key of the node")
  void anUnknownKeyIsRefused() {
    Jwt jwt = Jwt.of(tokens().token()).header("kid", "\"another\"");
    unauthorized(() -> iam.verify(jwt.signedBy(keys()::signToken)));
  }

  @Test
  @DisplayName("refused with a critical header that nobody knows")
  void anUnknownCriticalHeaderIsRefused() {
    Jwt jwt = Jwt.of(tokens().token());
    Jwt critical =
        new Jwt(
            jwt.header().replace("{", "{\"crit\":[\"x\"],\"x\":1,"), jwt.claims(), jwt.signature());
    unauthorized(() -> iam.verify(critical.signedBy(keys()::signToken)));
  }

  @Test
  @DisplayName("refused with a key that the token brings along")
  void aKeyInTheHeaderIsNotUsed() {
    Client forger = new Client();
    Jwt jwt = Jwt.of(tokens().token());
    String x = Jwt.base64(io.cmesh.api.iam.DidKey.decode(forger.did()).toArray());
    String jwk = "{\"jwk\":{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"" + x + "\"},";
    Jwt brought = new Jwt(jwt.header().replace("{", jwk), jwt.claims(), jwt.signature());
    unauthorized(() -> iam.verify(brought.signedBy(forger::sign)));
  }

  @Test
  @DisplayName("refused where somebody else signed")
  void aForgedSignatureIsRefused() {
    Jwt jwt = Jwt.of(tokens().token());
    unauthorized(() -> iam.verify(jwt.signedBy(new Client()::sign)));
    unauthorized(() -> iam.verify(jwt.signedBy(keys()::sign)));
    unauthorized(() -> iam.verify(jwt.withSignature("")));
  }

  @Test
  @DisplayName("refused where a claim was changed after signing")
  void aChangedClaimIsRefused() {
    Jwt jwt = Jwt.of(tokens().token());
    String other = "\"" + new Client().did() + "\"";
    unauthorized(() -> iam.verify(jwt.claim("sub", other).withSignature(jwt.signature())));
  }

  @Test
  @DisplayName("refused where the same signature is written another way")
  void aSignatureHasOneText() {
    String token = tokens().token();
    char last = token.charAt(token.length() - 1);
    unauthorized(() -> iam.verify(token.substring(0, token.length() - 1) + (char) (last + 1)));
    unauthorized(() -> iam.verify(token + "="));
  }

  @Test
  @DisplayName("refused for another audience or of another issuer")
  void aForeignTokenIsRefused() {
    Jwt jwt = Jwt.of(tokens().token());
    String other = "\"" + new Client().did() + "\"";
    String both = "[\"" + keys().nodeDid() + "\"," + other + "]";
    unauthorized(() -> iam.verify(jwt.claim("aud", other).signedBy(keys()::signToken)));
    unauthorized(() -> iam.verify(jwt.claim("aud", both).signedBy(keys()::signToken)));
    unauthorized(() -> iam.verify(jwt.claim("iss", other).signedBy(keys()::signToken)));
  }

  @Test
  @DisplayName("refused where a claim is of the wrong kind")
  void aClaimOfAnotherKindIsRefused() {
    Jwt jwt = Jwt.of(tokens().token());
    for (String name : List.of("iss", "sub", "aud", "exp", "iat")) {
      for (String value : List.of("null", "[]", "{}", "true", "\"x\"")) {
        unauthorized(() -> iam.verify(jwt.claim(name, value).signedBy(keys()::signToken)));
      }
    }
  }

  @Test
  @DisplayName("refused where they come from the future")
  void aTokenFromTheFutureIsRefused() {
    Tokens tokens = tokens();
    clock().advance(Duration.ofSeconds(-31));
    unauthorized(() -> iam.verify(tokens.token()));
  }

  @Test
  @DisplayName("whose type cannot be changed after signing")
  void aChangedTypeIsRefused() {
    Tokens tokens = tokens();
    Jwt access = Jwt.of(tokens.token());
    String typ = Jwt.of(tokens.renew()).header().replaceAll(".*\"typ\":(\"[^\"]*\").*", "$1");
    unauthorized(
        () -> iam.renewal(access.header("typ", typ).withSignature(access.signature()), view));
  }

  @Test
  @DisplayName("which still verify when the key was rotated")
  void aRotatedKeyStillVerifies() {
    Tokens former = tokens();
    TokenKey formerKey = keys().tokenKey();
    keys().rotateTokenKey();
    Tokens current = tokens();
    assertThat(Jwt.of(current.token()).header()).doesNotContain(formerKey.id());
    assertThat(iam.verify(former.token()).principal().did()).isEqualTo(client.did());
    assertThat(iam.verify(current.token()).principal().did()).isEqualTo(client.did());
    assertThat(iam.renewal(former.renew(), view).did()).isEqualTo(client.did());
  }

  @Test
  @DisplayName("whose keys, current and former, are in the key set")
  void theKeySetHasEveryKey() {
    TokenKey former = keys().tokenKey();
    keys().rotateTokenKey();
    String set = iam.jwks().utf8();
    assertThat(set).contains(former.id()).contains(keys().tokenKey().id());
    assertThat(set).contains("\"x\":\"" + Jwt.base64(former.publicKey().toArray()) + "\"");
  }

  @Test
  @DisplayName("signed with the key they name, however often keys are rotated meanwhile")
  void aRotationMeanwhileSpoilsNoToken() throws Exception {
    var session = openSession();
    Thread rotation = new Thread(() -> rotate(30));
    rotation.start();
    while (rotation.isAlive()) {
      assertThat(iam.verify(iam.issue(session).token()).session()).isEqualTo(session.session());
    }
    rotation.join();
  }

  private void rotate(int times) {
    for (int i = 0; i < times; i++) {
      keys().rotateTokenKey();
    }
  }

  private static Bytes hmac(Bytes key, Bytes input) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.toArray(), "HmacSHA256"));
      return Bytes.wrap(mac.doFinal(input.toArray()));
    } catch (GeneralSecurityException e) {
      throw new AssertionError("this JDK has no HmacSHA256", e);
    }
  }
}
