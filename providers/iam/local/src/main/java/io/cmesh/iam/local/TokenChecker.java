package io.cmesh.iam.local;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.cmesh.api.Bytes;
import io.cmesh.api.iam.DidKey;
import io.cmesh.api.provider.Keys;
import io.cmesh.api.provider.Keys.TokenKey;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Checks tokens that {@link TokenIssuer} made: type, algorithm and key before the signature, the
 * signature before anything that the token says. Thread-safe.
 */
final class TokenChecker {
  private static final int MAX_CHARACTERS = 4096;

  private final Keys keys;
  private final Clock clock;
  private final Duration skew;

  TokenChecker(Keys keys, Clock clock, Duration skew) {
    this.keys = keys;
    this.clock = clock;
    this.skew = skew;
  }

  Claims check(String token, TokenType type) {
    if (token.length() > MAX_CHARACTERS) {
      throw IamErrors.malformedToken(token.length() + " characters (expected: <= 4096)");
    }
    try {
      SignedJWT jwt = SignedJWT.parse(token);
      checkSignature(jwt, type);
      return claims(jwt.getJWTClaimsSet());
    } catch (ParseException | IllegalArgumentException e) {
      // Without the cause's text: it could quote the token.
      throw IamErrors.malformedToken("malformed (expected: a signed JWT)");
    }
  }

  private void checkSignature(SignedJWT jwt, TokenType type) {
    JWSHeader header = jwt.getHeader();
    JOSEObjectType found = header.getType();
    if (!type.header().equals(found)) {
      throw IamErrors.wrongType(shown(found), type.header().toString());
    }
    if (!JWSAlgorithm.EdDSA.equals(header.getAlgorithm())) {
      throw IamErrors.malformedToken("alg is not EdDSA");
    }
    Bytes key = key(header.getKeyID());
    // No extension is known here, so none that is critical can be honoured (RFC 7515 §4.1.11).
    if (header.getCriticalParams() != null || !isSignedBy(key, jwt)) {
      throw IamErrors.forgedToken();
    }
  }

  private boolean isSignedBy(Bytes key, SignedJWT jwt) {
    Base64URL text = jwt.getSignature();
    byte[] signature = text.decode();
    // One text for one signature: the decoder forgives what is no base64url.
    return Base64URL.encode(signature).equals(text)
        && keys.verify(key, Bytes.wrap(jwt.getSigningInput()), Bytes.wrap(signature));
  }

  private Bytes key(@Nullable String kid) {
    for (TokenKey key : keys.tokenKeys()) {
      if (key.id().equals(kid)) {
        return key.publicKey();
      }
    }
    throw IamErrors.unknownKey();
  }

  private Claims claims(@Nullable JWTClaimsSet claims) throws ParseException {
    if (claims == null) {
      throw IamErrors.malformedToken("without claims");
    }
    String node = keys.nodeDid();
    if (!node.equals(claims.getIssuer())) {
      throw IamErrors.foreignToken("iss");
    }
    if (!claims.getAudience().equals(List.of(node))) {
      throw IamErrors.foreignToken("aud");
    }
    Instant expires = expires(claims.getIssueTime(), claims.getExpirationTime());
    String did = claims.getSubject();
    String session = claims.getStringClaim(TokenIssuer.SESSION);
    if (did == null || !DidKey.isDid(did) || session == null) {
      throw IamErrors.malformedToken("sub or sid is missing or malformed");
    }
    return new Claims(did, UUID.fromString(session), expires);
  }

  private Instant expires(@Nullable Date iat, @Nullable Date exp) {
    if (iat == null || exp == null) {
      throw IamErrors.expired("iat or exp is missing");
    }
    Instant now = clock.instant();
    Instant expires = exp.toInstant();
    if (!now.isBefore(expires.plus(skew))) {
      throw IamErrors.expired("expired at " + expires);
    }
    if (iat.toInstant().isAfter(now.plus(skew))) {
      throw IamErrors.expired("issued in the future, at " + iat.toInstant());
    }
    return expires;
  }

  private static String shown(@Nullable JOSEObjectType type) {
    boolean known =
        TokenType.RENEWAL.header().equals(type) || TokenType.ACCESS.header().equals(type);
    return type != null && known ? type.toString() : "unknown";
  }

  /** What a good token says. */
  record Claims(String did, UUID session, Instant expires) {}
}
