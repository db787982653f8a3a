package io.cmesh.kernel.dispatch;

import io.cmesh.api.Bytes;
import io.cmesh.api.command.Principal;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.iam.SessionRecord;
import io.cmesh.api.iam.VerifiedToken;
import io.cmesh.api.message.Status;
import io.cmesh.api.provider.Role;
import io.cmesh.api.state.Versioned;
import io.cmesh.kernel.assembly.Assembly;
import io.cmesh.kernel.keys.OperatorTokens;
import io.cmesh.kernel.order.Hashes;
import java.time.Clock;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Who is it? Verifies the token once and remembers it until it expires; that its session is open is
 * looked up on each request, so a revocation holds from its index on. Thread-safe.
 */
final class Authenticate {
  private static final int MOST_TOKENS = 50_000;
  private static final String NEXT = "Get a session: cmesh login, or POST /session with your DID.";

  private final OperatorTokens operators;
  private final Clock clock;
  private final ConcurrentHashMap<String, Known> known = new ConcurrentHashMap<>();

  /** A verified token, with what each request needs of it worked out once. */
  private record Known(
      VerifiedToken token, Bytes sessionKey, long expiresMillis, Bytes made, long generation) {}

  Authenticate(OperatorTokens operators, Clock clock) {
    this.operators = operators;
    this.clock = clock;
  }

  void take(Passage p) {
    p.enter("authenticate", Role.IAM);
    Principal as = p.origin().as();
    if (as != null) {
      p.authenticatedAs(as);
      p.leave(Status.OK, p.hash(as.did()));
      return;
    }
    Known token = verify(p.message().token(), p.assembly());
    if (token == null) {
      p.enter("authenticate", "kernel", "kernel");
      Principal operator = operators.verify(required(p.message().token()));
      p.authenticatedAs(operator);
      p.leave(Status.OK, p.hash(operator.did()));
      return;
    }
    p.authenticatedAs(token.token.principal());
    p.leave(Status.OK, token.made);
  }

  /** The principal of a token, outside a request's way; 401 where it is not good. */
  Principal principal(@Nullable String token, Assembly assembly) {
    Known found = verify(token, assembly);
    return found == null ? operators.verify(required(token)) : found.token.principal();
  }

  /** The verified token of a session; null for an operator's. */
  @Nullable VerifiedToken session(@Nullable String token, Assembly assembly) {
    Known found = verify(token, assembly);
    return found == null ? null : found.token;
  }

  // Null: the token says it is the operator's.
  private @Nullable Known verify(@Nullable String token, Assembly assembly) {
    String text = required(token);
    Known found = known.get(text);
    long now = clock.millis();
    if (found == null || found.generation != assembly.generation() || now >= found.expiresMillis) {
      if (operators.claims(text)) {
        return null;
      }
      found = verifyNew(text, assembly);
    }
    Versioned session = assembly.state().get(SessionRecord.NAMESPACE, found.sessionKey);
    if (session == null || !SessionRecord.decode(session.value()).isOpen(now)) {
      known.remove(text);
      throw new MeshException(
          Status.UNAUTHORIZED,
          "CMESH-KRN-011",
          "the session of this token has ended or was revoked",
          NEXT);
    }
    return found;
  }

  private Known verifyNew(String text, Assembly assembly) {
    VerifiedToken token = assembly.iam().verify(text);
    if (known.size() >= MOST_TOKENS) {
      known.clear();
    }
    Known fresh =
        new Known(
            token,
            SessionRecord.key(token.session()),
            token.expires().toEpochMilli(),
            Hashes.sha256(Bytes.utf8(token.principal().did())),
            assembly.generation());
    known.put(text, fresh);
    return fresh;
  }

  private static String required(@Nullable String token) {
    if (token == null || token.isEmpty()) {
      throw new MeshException(
          Status.UNAUTHORIZED, "CMESH-KRN-010", "no token: CMTP knows no anonymous access", NEXT);
    }
    return token;
  }
}
