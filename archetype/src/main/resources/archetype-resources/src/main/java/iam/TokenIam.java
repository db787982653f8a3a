package ${package};

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
import io.cmesh.api.provider.Health;
import io.cmesh.api.provider.Instance;
import io.cmesh.api.provider.Keys;
import io.cmesh.api.provider.Opening;
import io.cmesh.api.state.Versioned;
import io.cmesh.api.state.View;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
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
 * Sessions by four signed steps, and tokens that carry who and which session, signed with the
 * node's token key. Steps are kept here until they are taken or late; whether a session is open is
 * for state to say. Thread-safe, by one lock.
 */
final class TokenIam implements Iam, Instance<Iam> {
  private static final int MAX_CALLS = 10_000;
  private static final long LIFETIME_MILLIS = 60_000;
  private static final Bytes NO_KEYS = Bytes.utf8("{\"keys\":[]}");

  private final Keys keys;
  private final Clock clock;
  private final RandomGenerator random;
  private final Map<UUID, Step> steps = new HashMap<>();
  private long nonces;

  TokenIam(Opening opening) {
    this.keys = opening.keys();
    this.clock = opening.clock();
    this.random = opening.random();
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
        nonce, List.of("what rules permit"), sign(Handshake.CONFIRM, id, nonce, step.did));
  }

  @Override
  public synchronized SessionDraft consent(UUID id, Bytes signature) {
    Step step = take(id, Handshake.CONSENT, signature);
    long now = clock.millis();
    long end = Token.expires(id).toEpochMilli();
    return SessionDraft.of(id, new SessionRecord(step.did, now, end, false));
  }

  @Override
  public Tokens issue(SessionDraft session) {
    Instant end = earlier(Token.expires(session.session()), session.expires());
    if (!clock.instant().isBefore(end)) {
      throw refused("${name.toUpperCase()}-003", "session " + session.session() + " has expired");
    }
    return new Tokens(
        new Token(Token.Kind.ACCESS, session.did(), session.session()).signed(keys),
        new Token(Token.Kind.RENEWAL, session.did(), session.session()).signed(keys),
        end);
  }

  @Override
  public SessionDraft renewal(String renewToken, View view) {
    Token token = Token.parse(renewToken, Token.Kind.RENEWAL, keys);
    SessionRecord record = record(token.session(), view);
    if (record == null || !record.isOpen(clock.millis()) || !record.did().equals(token.did())) {
      throw refused("${name.toUpperCase()}-003", "session " + token.session() + " is not open");
    }
    return SessionDraft.of(token.session(), record);
  }

  @Override
  public VerifiedToken verify(String token) {
    Token found = Token.parse(token, Token.Kind.ACCESS, keys);
    if (!clock.instant().isBefore(found.expires())) {
      throw refused("${name.toUpperCase()}-003", "the token expired at " + found.expires());
    }
    Principal principal = Principal.identity(found.did(), found.session().toString());
    return new VerifiedToken(principal, found.session(), found.expires());
  }

  @Override
  public CommandDraft revoke(UUID session) {
    return SessionCommands.revoke(session);
  }

  @Override
  public Decision decide(Principal who, Verb verb, Fqmn resolved, View view) {
    return Permissions.decide(who, verb, resolved, view);
  }

  /** None: its tokens are no JWTs. */
  @Override
  public Bytes jwks() {
    return NO_KEYS;
  }

  @Override
  public Iam service() {
    return this;
  }

  @Override
  public Health health() {
    return Health.OK;
  }

  @Override
  public synchronized void close() {
    steps.clear();
  }

  private Step take(UUID id, String name, Bytes signature) {
    Step step = steps.get(id);
    if (step == null || !step.name.equals(name) || clock.millis() >= step.endMillis) {
      throw refused("${name.toUpperCase()}-001", "session " + id + ": " + name + " is unknown, late or was taken");
    }
    Bytes signed = Handshake.signed(name, id, step.nonce, keys.nodeDid(), step.did);
    if (!keys.verify(DidKey.decode(step.did), signed, signature)) {
      throw refused("${name.toUpperCase()}-002", "session " + id + ": the " + name + " is not signed by " + step.did);
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

  /** Nobody foresees it who cannot sign as the node; no two are the same. */
  private Bytes nextNonce() {
    Bytes seed = Bytes.ofLong(++nonces).concat(Bytes.ofLong(clock.millis()));
    Bytes once =
        keys.sign(Bytes.utf8("nonce").concat(seed).concat(Bytes.ofLong(random.nextLong())));
    return sha256(once);
  }

  private static Bytes sha256(Bytes data) {
    try {
      return Bytes.wrap(MessageDigest.getInstance("SHA-256").digest(data.unsafeArray()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK has no SHA-256", e);
    }
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
