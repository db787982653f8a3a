package io.cmesh.kernel.keys;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.cmesh.api.command.Principal;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.iam.DidKey;
import io.cmesh.api.message.Status;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks the tokens that an operator signs with the key in {@code HOME/admin.key}: JWTs with {@code
 * alg} EdDSA, {@code kid} = {@code iss} = {@code sub} = the key's DID, {@code aud} = the node's
 * DID, {@code iat}, {@code exp} at most 60 s later, {@code jti}. Each opens one call: a token seen
 * before is refused, and so is one from before the node's start, of which nobody knows.
 * Thread-safe.
 *
 * <p>Refusals are {@link MeshException}: 401 {@code CMESH-OPR-001} no such token, {@code
 * CMESH-OPR-002} forged, {@code CMESH-OPR-003} for another node, {@code CMESH-OPR-004} late, early
 * or long-lived, {@code CMESH-OPR-005} seen before; 429 {@code CMESH-OPR-006} too many of them.
 */
public final class OperatorTokens {
  /** The longest life of a token. */
  public static final Duration MAX_LIFETIME = Duration.ofSeconds(60);

  /** How far the operator's clock may be off. */
  public static final Duration SKEW = Duration.ofSeconds(5);

  private static final int MAX_CHARACTERS = 4096;
  private static final int MAX_ID = 128;
  private static final int MAX_SEEN = 100_000;
  private static final String HINT =
      "Sign a fresh token for each call with HOME/admin.key, as the cmesh command does.";

  private final String operatorDid;
  private final String nodeDid;
  private final Clock clock;
  private final EdVerifier verifier;
  private final ReplayCache seen;
  private final Instant begun;

  /**
   * Checks tokens of one operator for one node.
   *
   * @param operatorDid whose key signs
   * @param nodeDid whom tokens must be for
   */
  public OperatorTokens(String operatorDid, String nodeDid, Clock clock) {
    this(operatorDid, nodeDid, clock, MAX_SEEN);
  }

  OperatorTokens(String operatorDid, String nodeDid, Clock clock, int maxSeen) {
    this.operatorDid = operatorDid;
    this.nodeDid = nodeDid;
    this.clock = clock;
    this.verifier = new EdVerifier(DidKey.decode(operatorDid));
    this.seen = new ReplayCache(maxSeen);
    // Tokens tell whole seconds.
    this.begun = clock.instant().truncatedTo(ChronoUnit.SECONDS);
  }

  /**
   * Whether a token says it is the operator's, so that it is worth {@link #verify verifying} here
   * and not as an identity's. Says nothing about its truth; false for what is no token.
   */
  public boolean claims(String token) {
    JWSHeader header = header(token);
    return header != null && operatorDid.equals(header.getKeyID());
  }

  /** Checks a token and uses it up. */
  public Principal verify(String token) {
    if (!claims(token)) {
      throw refused("CMESH-OPR-001", "no operator's token: kid is not the admin key's DID");
    }
    JWTClaimsSet claims = signed(token);
    if (!operatorDid.equals(claims.getIssuer()) || !operatorDid.equals(claims.getSubject())) {
      throw refused("CMESH-OPR-001", "iss and sub are not the admin key's DID");
    }
    if (!claims.getAudience().equals(List.of(nodeDid))) {
      throw refused("CMESH-OPR-003", "aud is not this node (expected: " + nodeDid + ")");
    }
    useUp(claims, endMillis(claims));
    return Principal.operator(operatorDid);
  }

  private JWTClaimsSet signed(String token) {
    try {
      SignedJWT jwt = SignedJWT.parse(token);
      if (!jwt.verify(verifier)) {
        throw refused("CMESH-OPR-002", "the signature is not the operator's");
      }
      JWTClaimsSet claims = jwt.getJWTClaimsSet();
      if (claims == null) {
        throw refused("CMESH-OPR-001", "no claims");
      }
      return claims;
    } catch (JOSEException | ParseException | IllegalArgumentException e) {
      throw refused("CMESH-OPR-001", "malformed token");
    }
  }

  private long endMillis(JWTClaimsSet claims) {
    Date iat = claims.getIssueTime();
    Date exp = claims.getExpirationTime();
    if (iat == null || exp == null) {
      throw refused("CMESH-OPR-004", "no iat or exp");
    }
    Instant now = clock.instant();
    Instant from = iat.toInstant();
    Instant end = exp.toInstant();
    Duration life = Duration.between(from, end);
    if (life.isNegative() || life.isZero() || life.compareTo(MAX_LIFETIME) > 0) {
      throw refused(
          "CMESH-OPR-004", "it lives " + life + " (expected: up to " + MAX_LIFETIME + ")");
    }
    if (from.isAfter(now.plus(SKEW))) {
      throw refused("CMESH-OPR-004", "it is from the future: look at both clocks");
    }
    if (from.isBefore(begun)) {
      // What was seen before is not known any more: it may have been this one.
      throw refused("CMESH-OPR-004", "it is older than the node's start");
    }
    Instant forgiven = end.plus(SKEW);
    if (!now.isBefore(forgiven)) {
      throw refused("CMESH-OPR-004", "it has expired");
    }
    return forgiven.toEpochMilli();
  }

  private void useUp(JWTClaimsSet claims, long endMillis) {
    String id = claims.getJWTID();
    if (id == null || id.isEmpty() || id.length() > MAX_ID) {
      throw refused("CMESH-OPR-001", "jti is missing or longer than " + MAX_ID + " characters");
    }
    switch (seen.add(id, endMillis, clock.millis())) {
      case NEW -> {}
      case SEEN -> throw refused("CMESH-OPR-005", "it was used before");
      case FULL ->
          throw MeshException.of(
                  Status.TOO_MANY_REQUESTS, "CMESH-OPR-006", "too many operator calls a minute")
              .hint("Try again in a minute.")
              .retryAfter(MAX_LIFETIME)
              .build();
    }
  }

  private static @Nullable JWSHeader header(String token) {
    if (token.length() > MAX_CHARACTERS) {
      return null;
    }
    try {
      return SignedJWT.parse(token).getHeader();
    } catch (ParseException | IllegalArgumentException e) {
      return null;
    }
  }

  private static MeshException refused(String code, String what) {
    return new MeshException(Status.UNAUTHORIZED, code, "operator's token: " + what, HINT);
  }
}
