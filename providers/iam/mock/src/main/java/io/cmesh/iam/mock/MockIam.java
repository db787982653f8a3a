package io.cmesh.iam.mock;

import io.cmesh.api.Bytes;
import io.cmesh.api.command.CommandDraft;
import io.cmesh.api.command.Principal;
import io.cmesh.api.error.MeshException;
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
import io.cmesh.api.message.MessageId;
import io.cmesh.api.message.Status;
import io.cmesh.api.permission.Decision;
import io.cmesh.api.permission.Permissions;
import io.cmesh.api.permission.Verb;
import io.cmesh.api.provider.Keys;
import io.cmesh.api.provider.Opening;
import io.cmesh.api.state.Versioned;
import io.cmesh.api.state.View;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * An IAM for tests and demonstrations. <strong>It protects nothing:</strong> nonces can be
 * foreseen, and anybody can make its {@linkplain MockToken tokens}. Steps and their signatures are
 * checked as everywhere, so that clients can be tried on it, and whether a session is open is still
 * for state to say. Tokens that another provider signed with the node's key hold on, so that a swap
 * ends no session; what the mock issues nobody else takes. Identities have the attributes that its
 * configuration says. Thread-safe, by one lock.
 */
final class MockIam implements Iam {
  private static final int MAX_CALLS = 10_000;
  private static final long LIFETIME_MILLIS = 60_000;
  private static final Bytes NO_KEYS = Bytes.utf8("{\"keys\":[]}");

  private final Keys keys;
  private final Clock clock;
  private final RandomGenerator random;
  private final MockAttributes attributes;
  private final Map<UUID, Step> steps = new HashMap<>();
  private long nonces;

  MockIam(Opening opening) {
    this.keys = opening.keys();
    this.clock = opening.clock();
    this.random = opening.random();
    this.attributes = MockAttributes.of(opening.settings());
  }

  @Override
  public synchronized SessionCall call(String did, View view) {
    PublicKeys.requireUsable(did);
    forgetLateSteps();
    UUID id = MessageId.next(clock.millis(), random);
    Bytes nonce = nextNonce();
    steps.put(id, new Step(did, Handshake.ANSWER, nonce, clock.millis() + LIFETIME_MILLIS));
    return new SessionCall(id, nonce, keys.nodeDid(), sign(Handshake.CALL, id, nonce, did));
  }

  @Override
  public synchronized SessionConfirm answer(UUID id, Bytes signature) {
    Step step = take(id, Handshake.ANSWER, signature);
    Bytes nonce = nextNonce();
    steps.put(id, new Step(step.did, Handshake.CONSENT, nonce, step.endMillis));
    return new SessionConfirm(
        nonce,
        List.of("what rules permit; this node's identities are a mock"),
        sign(Handshake.CONFIRM, id, nonce, step.did));
  }

  @Override
  public synchronized SessionDraft consent(UUID id, Bytes signature) {
    Step step = take(id, Handshake.CONSENT, signature);
    long now = clock.millis();
    long end = MockToken.expires(id).toEpochMilli();
    return SessionDraft.of(
        id, new SessionRecord(step.did, now, end, false, attributes.of(step.did)));
  }

  @Override
  public Tokens issue(SessionDraft session) {
    Instant end = earlier(MockToken.expires(session.session()), session.expires());
    if (!clock.instant().isBefore(end)) {
      throw refused("CMESH-IMK-004", "session " + session.session() + " has expired");
    }
    return new Tokens(
        new MockToken(MockToken.Kind.ACCESS, session.did(), session.session()).text(),
        new MockToken(MockToken.Kind.RENEWAL, session.did(), session.session()).text(),
        end);
  }

  @Override
  public SessionDraft renewal(String renewToken, View view) {
    SignedToken token = token(renewToken, MockToken.Kind.RENEWAL);
    SessionRecord record = record(token.session(), view);
    if (record == null || !record.isOpen(clock.millis()) || !record.did().equals(token.did())) {
      throw refused("CMESH-IMK-004", "session " + token.session() + " is not open");
    }
    return SessionDraft.of(token.session(), record);
  }

  @Override
  public VerifiedToken verify(String token) {
    SignedToken known = token(token, MockToken.Kind.ACCESS);
    if (!clock.instant().isBefore(known.expires())) {
      throw refused("CMESH-IMK-004", "the token expired at " + known.expires());
    }
    Principal principal = Principal.identity(known.did(), known.session().toString());
    return new VerifiedToken(principal, known.session(), known.expires());
  }

  private SignedToken token(String text, MockToken.Kind kind) {
    return SignedToken.parse(text, kind, keys)
        .orElseGet(
            () -> {
              MockToken mock = MockToken.parse(text, kind);
              return new SignedToken(mock.did(), mock.session(), mock.expires());
            });
  }

  @Override
  public CommandDraft revoke(UUID session) {
    return SessionCommands.revoke(session);
  }

  @Override
  public Decision decide(Principal who, Verb verb, Fqmn resolved, View view) {
    return Permissions.decide(who, verb, resolved, view);
  }

  /** None: its tokens are not signed. */
  @Override
  public Bytes jwks() {
    return NO_KEYS;
  }

  synchronized void close() {
    steps.clear();
  }

  private Step take(UUID id, String name, Bytes signature) {
    Step step = steps.get(id);
    if (step == null || !step.name.equals(name) || clock.millis() >= step.endMillis) {
      throw refused(
          "CMESH-IMK-001", "session " + id + ": " + name + " is unknown, late or was taken");
    }
    Bytes signed = Handshake.signed(name, id, step.nonce, keys.nodeDid(), step.did);
    if (!keys.verify(DidKey.decode(step.did), signed, signature)) {
      throw refused(
          "CMESH-IMK-002", "session " + id + ": the " + name + " is not signed by " + step.did);
    }
    steps.remove(id);
    return step;
  }

  private void forgetLateSteps() {
    if (steps.size() >= MAX_CALLS) {
      steps.values().removeIf(step -> clock.millis() >= step.endMillis);
    }
    if (steps.size() >= MAX_CALLS) {
      steps.clear();
    }
  }

  /** The next number, as 32 bytes: the same ones at every run. */
  private Bytes nextNonce() {
    return Bytes.wrap(new byte[24]).concat(Bytes.ofLong(++nonces));
  }

  private Bytes sign(String step, UUID id, Bytes nonce, String did) {
    return keys.sign(Handshake.signed(step, id, nonce, keys.nodeDid(), did));
  }

  private static @Nullable SessionRecord record(UUID session, View view) {
    Versioned value = view.get(SessionRecord.NAMESPACE, SessionRecord.key(session));
    return value == null ? null : SessionRecord.decode(value.value());
  }

  private static Instant earlier(Instant a, Instant b) {
    return (a.isBefore(b) ? a : b).truncatedTo(ChronoUnit.MILLIS);
  }

  private static MeshException refused(String code, String what) {
    return new MeshException(
        Status.UNAUTHORIZED, code, what, "Begin again with POST /session, or: cmesh login");
  }

  /** What the client has to sign next, until when. */
  private record Step(String did, String name, Bytes nonce, long endMillis) {}
}
