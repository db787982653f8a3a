package io.cmesh.iam.local;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.cmesh.api.iam.SessionDraft;
import io.cmesh.api.iam.Tokens;
import io.cmesh.api.provider.Keys;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;

/** Makes tokens. Thread-safe. */
final class TokenIssuer {
  static final String SESSION = "sid";

  private static final int MAX_TRIES = 8;

  private final Keys keys;
  private final Clock clock;
  private final Nonces nonces;
  private final Duration lifetime;
  private final KeysSigner signer;

  TokenIssuer(Keys keys, Clock clock, Nonces nonces, Duration lifetime) {
    this.keys = keys;
    this.clock = clock;
    this.nonces = nonces;
    this.lifetime = lifetime;
    this.signer = new KeysSigner(keys);
  }

  Tokens issue(SessionDraft session) {
    Instant now = clock.instant();
    if (!now.isBefore(session.expires())) {
      throw IamErrors.notOpen(session.session());
    }
    // Tokens know whole seconds; what is said here must be what is signed.
    Instant end = earlier(now.plus(lifetime), session.expires()).truncatedTo(ChronoUnit.SECONDS);
    return new Tokens(
        sign(TokenType.ACCESS, claims(session, now, end)),
        sign(TokenType.RENEWAL, claims(session, now, session.expires())),
        end);
  }

  private JWTClaimsSet claims(SessionDraft session, Instant from, Instant to) {
    return new JWTClaimsSet.Builder()
        .issuer(keys.nodeDid())
        .subject(session.did())
        .audience(keys.nodeDid())
        .claim(SESSION, session.session().toString())
        .issueTime(Date.from(from))
        .expirationTime(Date.from(to))
        .jwtID(nonces.id().toString())
        .build();
  }

  private String sign(TokenType type, JWTClaimsSet claims) {
    for (int i = 0; i < MAX_TRIES; i++) {
      String kid = keys.tokenKey().id();
      JWSHeader header =
          new JWSHeader.Builder(JWSAlgorithm.EdDSA).type(type.header()).keyID(kid).build();
      SignedJWT token = new SignedJWT(header, claims);
      try {
        token.sign(signer);
      } catch (JOSEException e) {
        throw new IllegalStateException("the key service cannot sign EdDSA", e);
      }
      // A rotation in between would have signed with another key than the header says.
      if (keys.tokenKey().id().equals(kid)) {
        return token.serialize();
      }
    }
    throw IamErrors.busyRotating();
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }
}
