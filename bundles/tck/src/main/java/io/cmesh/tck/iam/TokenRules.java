package io.cmesh.tck.iam;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmesh.api.command.Principal;
import io.cmesh.api.iam.Iam;
import io.cmesh.api.iam.SessionDraft;
import io.cmesh.api.iam.SessionRecord;
import io.cmesh.api.iam.Tokens;
import io.cmesh.api.iam.VerifiedToken;
import io.cmesh.api.provider.Health;
import io.cmesh.api.provider.Instance;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

abstract class TokenRules extends IamRules {
  /** More than any clock may be off. */
  private static final Duration PAST_SKEW = Duration.ofSeconds(31);

  TokenRules(IamKit kit) {
    super(kit);
  }

  @Test
  @DisplayName("that say whose they are, by which session and until when")
  void aTokenVerifies() {
    SessionDraft session = openSession();
    Tokens tokens = iam.issue(session);
    String id = session.session().toString();
    assertThat(iam.verify(tokens.token()))
        .isEqualTo(
            new VerifiedToken(
                Principal.identity(client.did(), id), session.session(), tokens.expires()));
    assertThat(tokens.expires()).isAfter(clock().instant());
  }

  @Test
  @DisplayName("that hold with every instance of the same node")
  void aTokenSurvivesASwap() {
    Tokens tokens = tokens();
    try (Instance<Iam> another = openAnother()) {
      assertThat(another.service().verify(tokens.token()).principal().did())
          .isEqualTo(client.did());
      assertThat(another.service().renewal(tokens.renew(), view).did()).isEqualTo(client.did());
    }
  }

  @Test
  @DisplayName("that expire")
  void anExpiredTokenIsRefused() {
    Tokens tokens = tokens();
    clock().set(tokens.expires().plus(PAST_SKEW));
    unauthorized(() -> iam.verify(tokens.token()));
  }

  @Test
  @DisplayName("that never outlive their session")
  void aTokenEndsWithItsSession() {
    SessionDraft session = openSession();
    clock().set(session.expires().minusSeconds(2));
    assertThat(iam.issue(session).expires()).isBeforeOrEqualTo(session.expires());
    clock().set(session.expires());
    unauthorized(() -> iam.issue(session));
  }

  @Test
  @DisplayName("of which the one for renewal gives no access")
  void aRenewalTokenGivesNoAccess() {
    Tokens tokens = tokens();
    unauthorized(() -> iam.verify(tokens.renew()));
  }

  @Test
  @DisplayName("of which the one for access renews nothing")
  void anAccessTokenRenewsNothing() {
    Tokens tokens = tokens();
    unauthorized(() -> iam.renewal(tokens.token(), view));
  }

  @Test
  @DisplayName("that are renewed while the session is open, with its identity and end")
  void anOpenSessionIsRenewed() {
    SessionDraft session = openSession();
    Tokens tokens = iam.issue(session);
    clock().advance(Duration.ofMinutes(1));
    SessionDraft renewed = iam.renewal(tokens.renew(), view);
    assertThat(renewed).isEqualTo(session);
    assertThat(iam.verify(iam.issue(renewed).token()).session()).isEqualTo(session.session());
  }

  @Test
  @DisplayName("that are renewed with what was disclosed for the session")
  void aRenewedSessionKeepsItsAttributes() {
    SessionDraft session = openSession();
    Tokens tokens = iam.issue(session);
    Set<String> disclosed = Set.of("attr:irma-demo.MijnOverheid.over18=yes");
    SessionRecord record = record(session.command());
    put(
        session.session(),
        new SessionRecord(
            record.did(), record.openedMillis(), record.expiresMillis(), false, disclosed));
    SessionDraft renewed = iam.renewal(tokens.renew(), view);
    assertThat(renewed.attributes()).isEqualTo(disclosed);
    assertThat(record(renewed.command()).attributes()).isEqualTo(disclosed);
  }

  @Test
  @DisplayName("that leave to the session's record what was disclosed")
  void aTokenHasNoAttributes() {
    assertThat(iam.verify(tokens().token()).principal().attributes()).isEmpty();
  }

  @Test
  @DisplayName("that are not renewed once the session is revoked")
  void aRevokedSessionIsNotRenewed() {
    SessionDraft session = openSession();
    Tokens tokens = iam.issue(session);
    markRevoked(session);
    unauthorized(() -> iam.renewal(tokens.renew(), view));
  }

  @Test
  @DisplayName("that are not renewed for a session state does not know")
  void anUnknownSessionIsNotRenewed() {
    Tokens tokens = iam.issue(agree());
    unauthorized(() -> iam.renewal(tokens.renew(), view));
  }

  @Test
  @DisplayName("that are not renewed once the session has expired")
  void anExpiredSessionIsNotRenewed() {
    SessionDraft session = openSession();
    Tokens tokens = iam.issue(session);
    clock().set(session.expires());
    unauthorized(() -> iam.renewal(tokens.renew(), view));
  }

  @Test
  @DisplayName("that are not renewed where the session is another's")
  void anothersSessionIsNotRenewed() {
    SessionDraft session = openSession();
    Tokens tokens = iam.issue(session);
    SessionRecord record = record(session.command());
    put(
        session.session(),
        new SessionRecord(
            new Client().did(), record.openedMillis(), record.expiresMillis(), false));
    unauthorized(() -> iam.renewal(tokens.renew(), view));
  }

  @Test
  @DisplayName("and refuses what is no token at all")
  void nonsenseIsRefused() {
    for (String text :
        List.of("", ".", "..", "a.b.c", "mock", "mock..", "e30.e30.e30", "x".repeat(100_000))) {
      unauthorized(() -> iam.verify(text));
      unauthorized(() -> iam.renewal(text, view));
    }
  }

  @Test
  @DisplayName("and forms the command that ends a session")
  void aRevocationNamesTheSession() {
    SessionDraft session = openSession();
    assertThat(iam.revoke(session.session()).type()).isEqualTo("session.revoke/1");
    assertThat(iam.revoke(session.session()).body())
        .isEqualTo(SessionRecord.key(session.session()));
  }

  @Test
  @DisplayName("and publishes its keys as a JWK Set without private halves")
  void theKeySetHasPublicHalvesAlone() {
    assertThat(iam.jwks().utf8()).contains("\"keys\"").doesNotContain("\"d\"");
  }

  @Test
  @DisplayName("and is well while it does")
  void anOpenInstanceIsWell() {
    assertThat(instance().health().grade()).isIn(Health.Grade.OK, Health.Grade.WARN);
    assertThat(instance().service()).isSameAs(iam);
  }
}
