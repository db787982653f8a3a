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
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Who is it? Verifies the token once and remembers it until it expires. The session's record is
 * looked up on each request: it says whether the session is open, so a revocation holds from its
 * index on, and what was disclosed for it. Thread-safe.
 */
final class Authenticate {
  private static final int MOST_TOKENS = 50_000;
  private static final String NEXT = "Get a session: cmesh login, or POST /session with your DID.";

  private final OperatorTokens operators;
  private final Clock clock;
  private final ConcurrentHashMap<String, Known> known = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, Sponsor> sponsors = new ConcurrentHashMap<>();

  /** A verified token, with what each request needs of it worked out once. */
  private record Checked(
      VerifiedToken token, Bytes sessionKey, long expiresMillis, Bytes made, long generation) {}

  /** A token and its session's record as it was at a version: who comes in by them. */
  private record Known(Checked checked, long version, SessionRecord session, Principal principal) {
    static Known of(Checked checked, Versioned value) {
      SessionRecord session = SessionRecord.decode(value.value());
      Principal bare = checked.token.principal();
      Principal who =
          session.attributes().isEmpty()
              ? bare
              : Principal.identity(
                  bare.did(), checked.token.session().toString(), session.attributes());
      return new Known(checked, value.version(), session, who);
    }

    boolean holds(long generation, long now) {
      return checked.generation == generation && now < checked.expiresMillis;
    }

    boolean isOpen(long now) {
      return session.isOpen(now) && session.did().equals(principal.did());
    }
  }

  /** The session of whom the node took requests in for, as its record was at a version. */
  private record Sponsor(Bytes key, long version, SessionRecord session) {}

  Authenticate(OperatorTokens operators, Clock clock) {
    this.operators = operators;
    this.clock = clock;
  }

  void take(Passage p) {
    p.enter("authenticate", Role.IAM);
    Principal as = p.origin().as();
    if (as != null) {
      requireOpen(as, p.assembly());
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
    p.authenticatedAs(token.principal);
    p.leave(Status.OK, token.checked.made);
  }

  // On whose authority the node took a request in must hold now, not only when it began.
  private void requireOpen(Principal as, Assembly assembly) {
    String session = as.session();
    if (session == null) {
      return;
    }
    Sponsor found = sponsors.get(session);
    Bytes key = found == null ? SessionRecord.key(UUID.fromString(session)) : found.key;
    Versioned value = assembly.state().get(SessionRecord.NAMESPACE, key);
    if (value == null) {
      throw ended(session);
    }
    if (found == null || found.version != value.version()) {
      found = new Sponsor(key, value.version(), SessionRecord.decode(value.value()));
      if (sponsors.size() >= MOST_TOKENS) {
        sponsors.clear();
      }
      sponsors.put(session, found);
    }
    if (!found.session.isOpen(clock.millis()) || !found.session.did().equals(as.did())) {
      throw ended(session);
    }
  }

  /** The principal of a token, outside a request's way; 401 where it is not good. */
  Principal principal(@Nullable String token, Assembly assembly) {
    Known found = verify(token, assembly);
    return found == null ? operators.verify(required(token)) : found.principal;
  }

  /** The verified token of a session; null for an operator's. */
  @Nullable VerifiedToken session(@Nullable String token, Assembly assembly) {
    Known found = verify(token, assembly);
    return found == null ? null : found.checked.token;
  }

  // Null: the token says it is the operator's.
  private @Nullable Known verify(@Nullable String token, Assembly assembly) {
    String text = required(token);
    long now = clock.millis();
    Known found = known.get(text);
    if (found != null && !found.holds(assembly.generation(), now)) {
      found = null;
    }
    if (found == null && operators.claims(text)) {
      return null;
    }
    Checked checked = found == null ? check(text, assembly) : found.checked;
    Versioned session = assembly.state().get(SessionRecord.NAMESPACE, checked.sessionKey);
    if (session == null) {
      throw ended(text);
    }
    if (found == null || found.version != session.version()) {
      found = remember(text, Known.of(checked, session));
    }
    if (!found.isOpen(now)) {
      throw ended(text);
    }
    return found;
  }

  private static Checked check(String text, Assembly assembly) {
    VerifiedToken token = assembly.iam().verify(text);
    return new Checked(
        token,
        SessionRecord.key(token.session()),
        token.expires().toEpochMilli(),
        Hashes.sha256(Bytes.utf8(token.principal().did())),
        assembly.generation());
  }

  private Known remember(String text, Known fresh) {
    if (known.size() >= MOST_TOKENS) {
      known.clear();
    }
    known.put(text, fresh);
    return fresh;
  }

  private MeshException ended(String tokenOrSession) {
    known.remove(tokenOrSession);
    sponsors.remove(tokenOrSession);
    return new MeshException(
        Status.UNAUTHORIZED,
        "CMESH-KRN-011",
        "the session of this token has ended or was revoked",
        NEXT);
  }

  private static String required(@Nullable String token) {
    if (token == null || token.isEmpty()) {
      throw new MeshException(
          Status.UNAUTHORIZED, "CMESH-KRN-010", "no token: CMTP knows no anonymous access", NEXT);
    }
    return token;
  }
}
