package io.cmesh.tck.iam;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmesh.api.Bytes;
import io.cmesh.api.command.CommandDraft;
import io.cmesh.api.command.Mutation;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.iam.Iam;
import io.cmesh.api.iam.SessionCall;
import io.cmesh.api.iam.SessionConfirm;
import io.cmesh.api.iam.SessionDraft;
import io.cmesh.api.iam.SessionRecord;
import io.cmesh.api.iam.Tokens;
import io.cmesh.api.message.Status;
import io.cmesh.api.provider.Instance;
import io.cmesh.tck.support.ManualClock;
import io.cmesh.tck.support.MapView;
import io.cmesh.tck.support.TestKeys;
import io.cmesh.tck.support.TestOpening;
import java.nio.file.Path;
import java.util.UUID;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** An open IAM, somebody who wants in, and the words the rules are written in. */
abstract class IamRules {
  static final int NONCE_BYTES = 32;

  private final IamKit kit;
  private TestOpening opening;
  private Instance<Iam> instance;
  final Client client = new Client();
  final MapView view = new MapView();
  Iam iam;

  @SuppressWarnings("NullAway.Init") // made before each test
  IamRules(IamKit kit) {
    this.kit = kit;
  }

  @BeforeEach
  void open(@TempDir Path dir) {
    opening = TestOpening.in(dir);
    kit.settings().forEach(opening::set);
    instance = kit.factory().open(opening.opening());
    iam = instance.service();
  }

  @AfterEach
  void close() {
    instance.close();
    opening.close();
  }

  ManualClock clock() {
    return opening.clock();
  }

  TestKeys keys() {
    return opening.keys();
  }

  Instance<Iam> instance() {
    return instance;
  }

  /** Another instance beside, with the same keys and clock, as in a swap. */
  Instance<Iam> openAnother() {
    return kit.factory().open(opening.opening());
  }

  SessionDraft agree() {
    return agree(client);
  }

  /** All four steps, nothing ordered. */
  SessionDraft agree(Client who) {
    SessionCall call = iam.call(who.did(), view);
    SessionConfirm confirm = iam.answer(call.id(), who.answer(call));
    return iam.consent(call.id(), who.consent(call, confirm));
  }

  /** All four steps, and the session is in state. */
  SessionDraft openSession() {
    SessionDraft draft = agree();
    put(draft.session(), record(draft.command()));
    return draft;
  }

  Tokens tokens() {
    return iam.issue(openSession());
  }

  void put(UUID session, SessionRecord record) {
    view.apply(Mutation.put(SessionRecord.NAMESPACE, SessionRecord.key(session), record.encode()));
  }

  void markRevoked(SessionDraft draft) {
    SessionRecord record = record(draft.command());
    put(
        draft.session(),
        new SessionRecord(record.did(), record.openedMillis(), record.expiresMillis(), true));
  }

  static SessionRecord record(CommandDraft open) {
    Bytes body = open.body();
    return SessionRecord.decode(body.slice(16, body.size()));
  }

  static void refused(Status status, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            MeshException.class,
            e -> {
              Assertions.assertThat(e.status()).as(e.text()).isEqualTo(status);
              Assertions.assertThat(e.code()).matches("[A-Z][A-Z0-9]*(-[A-Z0-9]+)*-[0-9]{3}");
            });
  }

  static void unauthorized(ThrowingCallable call) {
    refused(Status.UNAUTHORIZED, call);
  }
}
