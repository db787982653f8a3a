package io.cmesh.kernel.handlers.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmesh.api.Bytes;
import io.cmesh.api.command.Attributes;
import io.cmesh.api.command.Command;
import io.cmesh.api.command.CommandDraft;
import io.cmesh.api.command.CommandHandler;
import io.cmesh.api.command.DedupId;
import io.cmesh.api.command.Effects;
import io.cmesh.api.command.Mutation;
import io.cmesh.api.command.Principal;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.iam.SessionCommands;
import io.cmesh.api.iam.SessionRecord;
import io.cmesh.api.message.MessageId;
import io.cmesh.api.message.Status;
import io.cmesh.tck.support.MapView;
import io.cmesh.tck.support.TestKeys;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class SessionHandlersTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final String ALICE = new TestKeys().nodeDid();
  private static final String BOB = new TestKeys().nodeDid();
  private static final Principal NODE = Principal.node("did:key:node");
  private static final Principal OPERATOR = Principal.operator("did:key:operator");

  private final MapView state = new MapView();
  private final Random random = new Random(1);
  private final UUID session = id(NOW);

  @Test
  void aSessionThatTheNodeOpensIsInState() {
    open(NODE, session, record(ALICE, NOW));
    assertThat(read(session)).isEqualTo(record(ALICE, NOW));
  }

  @Test
  void whatWasDisclosedForASessionIsKeptUntilAndAfterItsEnd() {
    SessionRecord disclosed = disclosing("attr:a.b.c=1", "attr:a.b.d=2");
    open(NODE, session, disclosed);
    assertThat(read(session)).isEqualTo(disclosed);
    revoke(NODE, session);
    assertThat(read(session)).isEqualTo(disclosed.ended());
  }

  @Test
  void aSessionDisclosesAsMuchAsItMay() {
    String[] most = new String[Attributes.MAX_COUNT];
    for (int i = 0; i < most.length; i++) {
      String attribute = "attr:a.b.c=" + (100 + i);
      most[i] = attribute + "x".repeat(Attributes.MAX_BYTES - attribute.length());
    }
    open(NODE, session, disclosing(most));
    assertThat(read(session).attributes()).hasSize(Attributes.MAX_COUNT);
  }

  @Test
  void whatIsDisclosedHasOneForm() {
    Bytes good = SessionCommands.open(session, disclosing("attr:a.b.c=1", "attr:a.b.c=2")).body();
    byte[] swapped = good.toArray();
    swapped[good.size() - 1] = '1';
    swapped[good.size() - 1 - 2 - "attr:a.b.c=2".length()] = '2';
    byte[] twice = good.toArray();
    twice[good.size() - 1] = '1';
    for (byte[] body : new byte[][] {swapped, twice}) {
      CommandDraft other = new CommandDraft(SessionCommands.OPEN, Bytes.wrap(body));
      refused(Status.BAD_REQUEST, "CMESH-IAM-030", () -> apply(new SessionOpen(), NODE, other));
    }
  }

  @Test
  void nobodyElseOpensASession() {
    for (Principal by : new Principal[] {alice(), OPERATOR}) {
      refused(Status.FORBIDDEN, "CMESH-IAM-031", () -> open(by, session, record(by.did(), NOW)));
    }
    assertThat(state.index()).isZero();
  }

  @Test
  void anIdIsOneSessions() {
    open(NODE, session, record(ALICE, NOW));
    refused(Status.CONFLICT, "CMESH-IAM-032", () -> open(NODE, session, record(BOB, NOW)));
    assertThat(read(session).did()).isEqualTo(ALICE);
  }

  @Test
  void openingTheSameSessionAgainChangesNothing() {
    open(NODE, session, record(ALICE, NOW));
    open(NODE, session, record(ALICE, NOW));
    assertThat(read(session)).isEqualTo(record(ALICE, NOW));
  }

  @Test
  void aRevokedSessionIsNotOpenedAgain() {
    open(NODE, session, record(ALICE, NOW));
    revoke(alice(), session);
    refused(Status.CONFLICT, "CMESH-IAM-032", () -> open(NODE, session, record(ALICE, NOW)));
  }

  @Test
  void aMalformedBodyIsRefusedAndDoesNotHaltTheApplier() {
    Bytes good = SessionCommands.open(session, record(ALICE, NOW)).body();
    for (int size = 0; size < good.size(); size++) {
      Bytes cut = good.slice(0, size);
      refused(
          Status.BAD_REQUEST,
          "CMESH-IAM-030",
          () -> apply(new SessionOpen(), NODE, new CommandDraft(SessionCommands.OPEN, cut)));
    }
    refused(
        Status.BAD_REQUEST,
        "CMESH-IAM-030",
        () -> apply(new SessionRevoke(), NODE, new CommandDraft(SessionCommands.REVOKE, good)));
  }

  @Test
  void aMalformedBodyWithAttributesIsRefusedTooAtEveryByte() {
    Bytes good = SessionCommands.open(session, disclosing("attr:a.b.c=1")).body();
    for (int size = 0; size < good.size(); size++) {
      CommandDraft cut = new CommandDraft(SessionCommands.OPEN, good.slice(0, size));
      refused(Status.BAD_REQUEST, "CMESH-IAM-030", () -> apply(new SessionOpen(), NODE, cut));
    }
  }

  @Test
  void aSessionOpensNeitherRevokedNorExpiredNorForNobody() {
    long now = NOW.toEpochMilli();
    for (SessionRecord record :
        new SessionRecord[] {
          new SessionRecord(ALICE, now, now + 1, true),
          new SessionRecord(ALICE, now, now, false),
          new SessionRecord("did:key:nobody", now, now + 1, false)
        }) {
      refused(Status.BAD_REQUEST, "CMESH-IAM-030", () -> open(NODE, session, record));
    }
  }

  @Test
  void sessionsLongExpiredAreClearedAwayAFewAtATime() {
    Instant former = NOW.minus(Duration.ofDays(40));
    for (int i = 0; i < 6; i++) {
      inState(id(former.plusMillis(i)), record(BOB, former));
    }
    open(NODE, session, record(ALICE, NOW));
    assertThat(count()).isEqualTo(3);
    open(NODE, id(NOW.plusMillis(1)), record(ALICE, NOW));
    assertThat(count()).isEqualTo(2);
    assertThat(read(session).did()).isEqualTo(ALICE);
  }

  @Test
  void aSessionExpiredForLessThanADayIsKept() {
    Instant former = NOW.minus(Duration.ofDays(30)).minus(SessionOpen.GRACE).plusMillis(1);
    UUID id = id(former);
    inState(id, record(BOB, former));
    open(NODE, session, record(ALICE, NOW));
    assertThat(read(id).did()).isEqualTo(BOB);
  }

  @Test
  void itsIdentityTheOperatorAndTheNodeEndASession() {
    for (Principal by : new Principal[] {alice(), OPERATOR, NODE}) {
      UUID id = id(NOW);
      open(NODE, id, record(ALICE, NOW));
      revoke(by, id);
      assertThat(read(id).revoked()).isTrue();
      assertThat(read(id).isOpen(NOW.toEpochMilli())).isFalse();
    }
  }

  @Test
  void anotherIdentityDoesNotEndASession() {
    open(NODE, session, record(ALICE, NOW));
    refused(Status.FORBIDDEN, "CMESH-IAM-034", () -> revoke(Principal.identity(BOB, "s"), session));
    assertThat(read(session).revoked()).isFalse();
  }

  @Test
  void endingASessionTwiceDoesNothingTheSecondTime() {
    open(NODE, session, record(ALICE, NOW));
    revoke(alice(), session);
    assertThat(revoke(alice(), session).mutations()).isEmpty();
  }

  @Test
  void anUnknownSessionCannotBeEnded() {
    refused(Status.NOT_FOUND, "CMESH-IAM-033", () -> revoke(NODE, session));
  }

  private Effects open(Principal by, UUID id, SessionRecord record) {
    return apply(new SessionOpen(), by, SessionCommands.open(id, record));
  }

  private Effects revoke(Principal by, UUID id) {
    return apply(new SessionRevoke(), by, SessionCommands.revoke(id));
  }

  private Effects apply(CommandHandler handler, Principal by, CommandDraft draft) {
    assertThat(handler.type()).isEqualTo(draft.type());
    DedupId id = new DedupId(Bytes.utf8("id"));
    Effects effects = handler.apply(new Command(draft.type(), by, NOW, 1, id, draft.body()), state);
    effects.mutations().forEach(state::apply);
    return effects;
  }

  private static void refused(Status status, String code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            MeshException.class,
            e -> {
              assertThat(e.code()).as(e.text()).isEqualTo(code);
              assertThat(e.status()).isEqualTo(status);
            });
  }

  private int count() {
    int count = 0;
    try (var scan = state.scan(SessionRecord.NAMESPACE, Bytes.EMPTY, null)) {
      while (scan.hasNext()) {
        scan.next();
        count++;
      }
    }
    return count;
  }

  private SessionRecord read(UUID id) {
    var value = state.get(SessionRecord.NAMESPACE, SessionRecord.key(id));
    assertThat(value).isNotNull();
    return SessionRecord.decode(value.value());
  }

  private UUID id(Instant at) {
    return MessageId.next(at.toEpochMilli(), random);
  }

  private static Principal alice() {
    return Principal.identity(ALICE, "s");
  }

  private static SessionRecord record(String did, Instant opened) {
    long from = opened.toEpochMilli();
    return new SessionRecord(did, from, from + Duration.ofDays(30).toMillis(), false);
  }

  private static SessionRecord disclosing(String... attributes) {
    long from = NOW.toEpochMilli();
    return new SessionRecord(ALICE, from, from + 1, false, Set.of(attributes));
  }

  private void inState(UUID id, SessionRecord record) {
    state.apply(Mutation.put(SessionRecord.NAMESPACE, SessionRecord.key(id), record.encode()));
  }
}
