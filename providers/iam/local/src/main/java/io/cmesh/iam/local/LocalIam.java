package io.cmesh.iam.local;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.util.Base64URL;
import io.cmesh.api.Bytes;
import io.cmesh.api.command.CommandDraft;
import io.cmesh.api.command.Principal;
import io.cmesh.api.fqmn.Fqmn;
import io.cmesh.api.iam.DidKey;
import io.cmesh.api.iam.Handshake;
import io.cmesh.api.iam.Iam;
import io.cmesh.api.iam.SessionCall;
import io.cmesh.api.iam.SessionCommands;
import io.cmesh.api.iam.SessionConfirm;
import io.cmesh.api.iam.SessionDraft;
import io.cmesh.api.iam.SessionRecord;
import io.cmesh.api.iam.Tokens;
import io.cmesh.api.iam.VerifiedToken;
import io.cmesh.api.permission.Decision;
import io.cmesh.api.permission.Permissions;
import io.cmesh.api.permission.Rule;
import io.cmesh.api.permission.Verb;
import io.cmesh.api.provider.Health;
import io.cmesh.api.provider.Keys;
import io.cmesh.api.provider.Keys.TokenKey;
import io.cmesh.api.provider.Opening;
import io.cmesh.api.state.Versioned;
import io.cmesh.api.state.View;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

/**
 * The embedded IAM: identities are {@code did:key}s, challenges lie in memory, tokens are EdDSA
 * JWTs signed by the node's key service. Nobody discloses attributes to it; those of a session that
 * another provider opened are kept. Thread-safe; keeps nothing of state.
 *
 * <p>A forged step leaves the handshake as it was, so that nobody can spoil another's; a step taken
 * cannot be taken again.
 */
final class LocalIam implements Iam {
  private static final Duration CHALLENGE_LIFETIME = Duration.ofSeconds(60);

  private final LocalIamSettings settings;
  private final Keys keys;
  private final Clock clock;
  private final Nonces nonces;
  private final Challenges challenges;
  private final TokenIssuer issuer;
  private final TokenChecker checker;

  LocalIam(Opening opening) {
    settings = LocalIamSettings.of(opening.settings());
    keys = opening.keys();
    clock = opening.clock();
    nonces = new Nonces(keys, clock, opening.random());
    challenges = new Challenges(settings.maxChallenges(), clock);
    issuer = new TokenIssuer(keys, clock, nonces, settings.tokenLifetime());
    checker = new TokenChecker(keys, clock, settings.clockSkew());
  }

  @Override
  public SessionCall call(String did, View view) {
    PublicKeys.requireUsable(did);
    List<Rule> rules = Permissions.rulesOf(did, view);
    if (!settings.open() && rules.isEmpty() && !did.equals(keys.nodeDid())) {
      throw IamErrors.closed(did);
    }
    UUID id = nonces.id();
    Bytes nonce = nonces.nonce(id, Handshake.CALL);
    Instant expires = clock.instant().plus(CHALLENGE_LIFETIME);
    challenges.begin(new Challenge(id, did, nonce, null, Rights.of(rules), expires));
    return new SessionCall(id, nonce, keys.nodeDid(), sign(Handshake.CALL, id, nonce, did));
  }

  @Override
  public SessionConfirm answer(UUID id, Bytes signature) {
    Challenge challenge = challenges.find(id);
    if (challenge.confirmed() != null) {
      throw IamErrors.outOfOrder(id, Handshake.ANSWER, Handshake.CONSENT);
    }
    verify(challenge, Handshake.ANSWER, challenge.called(), signature);
    Bytes nonce = nonces.nonce(id, Handshake.CONFIRM);
    if (!challenges.advance(challenge, challenge.confirmedBy(nonce))) {
      throw IamErrors.outOfOrder(id, Handshake.ANSWER, Handshake.CONSENT);
    }
    Bytes signed = sign(Handshake.CONFIRM, id, nonce, challenge.did());
    return new SessionConfirm(nonce, challenge.rights(), signed);
  }

  @Override
  public SessionDraft consent(UUID id, Bytes signature) {
    Challenge challenge = challenges.find(id);
    Bytes nonce = challenge.confirmed();
    if (nonce == null) {
      throw IamErrors.outOfOrder(id, Handshake.CONSENT, Handshake.ANSWER);
    }
    verify(challenge, Handshake.CONSENT, nonce, signature);
    if (!challenges.advance(challenge, null)) {
      throw IamErrors.unknownStep(id);
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    Instant expires = now.plus(settings.sessionLifetime());
    return SessionDraft.of(
        id, new SessionRecord(challenge.did(), now.toEpochMilli(), expires.toEpochMilli(), false));
  }

  @Override
  public Tokens issue(SessionDraft session) {
    return issuer.issue(session);
  }

  @Override
  public SessionDraft renewal(String renewToken, View view) {
    TokenChecker.Claims claims = checker.check(renewToken, TokenType.RENEWAL);
    UUID id = claims.session();
    Versioned value = view.get(SessionRecord.NAMESPACE, SessionRecord.key(id));
    if (value == null) {
      throw IamErrors.notOpen(id);
    }
    SessionRecord session = SessionRecord.decode(value.value());
    if (!session.isOpen(clock.millis()) || !session.did().equals(claims.did())) {
      throw IamErrors.notOpen(id);
    }
    return SessionDraft.of(id, session);
  }

  @Override
  public VerifiedToken verify(String token) {
    TokenChecker.Claims claims = checker.check(token, TokenType.ACCESS);
    UUID session = claims.session();
    return new VerifiedToken(
        Principal.identity(claims.did(), session.toString()), session, claims.expires());
  }

  @Override
  public CommandDraft revoke(UUID session) {
    return SessionCommands.revoke(session);
  }

  @Override
  public Decision decide(Principal who, Verb verb, Fqmn resolved, View view) {
    return Permissions.decide(who, verb, resolved, view);
  }

  @Override
  public Bytes jwks() {
    List<JWK> all = keys.tokenKeys().stream().map(LocalIam::jwk).toList();
    return Bytes.utf8(new JWKSet(all).toString());
  }

  Health health() {
    return Health.OK;
  }

  void close() {
    challenges.clear();
  }

  private void verify(Challenge challenge, String step, Bytes nonce, Bytes signature) {
    Bytes signed = Handshake.signed(step, challenge.id(), nonce, keys.nodeDid(), challenge.did());
    if (!keys.verify(DidKey.decode(challenge.did()), signed, signature)) {
      throw IamErrors.forgedStep(challenge.id(), step, challenge.did());
    }
  }

  private Bytes sign(String step, UUID id, Bytes nonce, String did) {
    return keys.sign(Handshake.signed(step, id, nonce, keys.nodeDid(), did));
  }

  private static JWK jwk(TokenKey key) {
    return new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(key.publicKey().unsafeArray()))
        .keyID(key.id())
        .keyUse(KeyUse.SIGNATURE)
        .algorithm(JWSAlgorithm.EdDSA)
        .build();
  }
}
