package io.cmesh.tck.iam;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmesh.api.Bytes;
import io.cmesh.api.iam.DidKey;
import io.cmesh.api.iam.Handshake;
import io.cmesh.api.iam.SessionCall;
import io.cmesh.api.iam.SessionConfirm;
import io.cmesh.api.iam.SessionDraft;
import io.cmesh.api.iam.SessionRecord;
import io.cmesh.api.message.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

abstract class HandshakeRules extends IamRules {
  HandshakeRules(IamKit kit) {
    super(kit);
  }

  @Test
  @DisplayName("by four signed steps, which end in the command that opens it")
  void fourStepsOpenASession() {
    SessionCall call = iam.call(client.did(), view);
    SessionConfirm confirm = iam.answer(call.id(), client.answer(call));
    SessionDraft draft = iam.consent(call.id(), client.consent(call, confirm));
    assertThat(draft.session()).isEqualTo(call.id());
    assertThat(draft.did()).isEqualTo(client.did());
    assertThat(draft.command().type()).isEqualTo("session.open/1");
    assertThat(draft.command().body().slice(0, 16)).isEqualTo(SessionRecord.key(call.id()));
    assertThat(record(draft.command()))
        .isEqualTo(
            new SessionRecord(
                client.did(), clock().millis(), draft.expires().toEpochMilli(), false));
  }

  @Test
  @DisplayName("calling with the node's own signature over a nonce of 32 bytes")
  void theNodeSignsItsCall() {
    SessionCall call = iam.call(client.did(), view);
    Bytes signed = client.signed(Handshake.CALL, call, call.nonce());
    assertThat(call.nonce().size()).isEqualTo(NONCE_BYTES);
    assertThat(call.nodeDid()).isEqualTo(keys().nodeDid());
    assertThat(Client.verify(call.nodeDid(), signed, call.signature())).isTrue();
  }

  @Test
  @DisplayName("confirming with the node's signature over a second nonce")
  void theNodeSignsItsConfirmation() {
    SessionCall call = iam.call(client.did(), view);
    SessionConfirm confirm = iam.answer(call.id(), client.answer(call));
    Bytes signed = client.signed(Handshake.CONFIRM, call, confirm.nonce());
    assertThat(confirm.nonce().size()).isEqualTo(NONCE_BYTES);
    assertThat(confirm.nonce()).isNotEqualTo(call.nonce());
    assertThat(confirm.rights()).isNotEmpty();
    assertThat(Client.verify(call.nodeDid(), signed, confirm.signature())).isTrue();
  }

  @Test
  @DisplayName("never twice with the same id or nonce")
  void idsAndNoncesAreNew() {
    List<Object> seen = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      SessionCall call = iam.call(client.did(), view);
      seen.add(call.id());
      seen.add(call.nonce());
      seen.add(iam.answer(call.id(), client.answer(call)).nonce());
    }
    assertThat(seen).doesNotHaveDuplicates();
  }

  @Test
  @DisplayName("not for what is no did:key of Ed25519: 400")
  void aMalformedDidIsRefused() {
    for (String did : List.of("", "did:key:", "did:web:example.org", client.did() + "1")) {
      refused(Status.BAD_REQUEST, () -> iam.call(did, view));
    }
  }

  @Test
  @DisplayName("not for a key of low order, which would sign anything: 400")
  void aKeyOfLowOrderIsRefused() {
    String neutral = DidKey.encode(Bytes.hex("01" + "00".repeat(31)));
    refused(Status.BAD_REQUEST, () -> iam.call(neutral, view));
  }

  @Test
  @DisplayName("refusing an answer that somebody else signed, after which the right one is taken")
  void aForgedAnswerIsRefused() {
    SessionCall call = iam.call(client.did(), view);
    Bytes signed = client.signed(Handshake.ANSWER, call, call.nonce());
    unauthorized(() -> iam.answer(call.id(), new Client().sign(signed)));
    assertThat(iam.answer(call.id(), client.answer(call)).nonce()).isNotNull();
  }

  @Test
  @DisplayName("refusing signatures of any wrong length")
  void aSignatureOfAnotherLengthIsRefused() {
    SessionCall call = iam.call(client.did(), view);
    Bytes answer = client.answer(call);
    for (Bytes wrong : List.of(Bytes.EMPTY, answer.slice(0, 63), answer.concat(Bytes.hex("00")))) {
      unauthorized(() -> iam.answer(call.id(), wrong));
    }
  }

  @Test
  @DisplayName("refusing a signature over another step, nonce, session or node")
  void aSignatureOverAnythingElseIsRefused() {
    SessionCall call = iam.call(client.did(), view);
    SessionCall other = iam.call(client.did(), view);
    String node = call.nodeDid();
    String did = client.did();
    UUID id = call.id();
    for (Bytes wrong :
        List.of(
            Handshake.signed(Handshake.CONSENT, id, call.nonce(), node, did),
            Handshake.signed(Handshake.CALL, id, call.nonce(), node, did),
            Handshake.signed(Handshake.ANSWER, id, other.nonce(), node, did),
            Handshake.signed(Handshake.ANSWER, other.id(), call.nonce(), node, did),
            Handshake.signed(Handshake.ANSWER, id, call.nonce(), did, did),
            Handshake.signed(Handshake.ANSWER, id, call.nonce(), node, node))) {
      unauthorized(() -> iam.answer(id, client.sign(wrong)));
    }
  }

  @Test
  @DisplayName("refusing the node's own signature sent back")
  void aReflectedSignatureIsRefused() {
    SessionCall call = iam.call(client.did(), view);
    unauthorized(() -> iam.answer(call.id(), call.signature()));
    SessionConfirm confirm = iam.answer(call.id(), client.answer(call));
    unauthorized(() -> iam.consent(call.id(), confirm.signature()));
  }

  @Test
  @DisplayName("taking each answer once")
  void aReplayedAnswerIsRefused() {
    SessionCall call = iam.call(client.did(), view);
    Bytes answer = client.answer(call);
    SessionConfirm confirm = iam.answer(call.id(), answer);
    unauthorized(() -> iam.answer(call.id(), answer));
    assertThat(iam.consent(call.id(), client.consent(call, confirm)).did()).isEqualTo(client.did());
  }

  @Test
  @DisplayName("taking each consent once")
  void aReplayedConsentIsRefused() {
    SessionCall call = iam.call(client.did(), view);
    SessionConfirm confirm = iam.answer(call.id(), client.answer(call));
    Bytes consent = client.consent(call, confirm);
    iam.consent(call.id(), consent);
    unauthorized(() -> iam.consent(call.id(), consent));
    unauthorized(() -> iam.answer(call.id(), client.answer(call)));
  }

  @Test
  @DisplayName("refusing an answer of one session in another")
  void anAnswerReplayedInAnotherSessionIsRefused() {
    SessionCall first = iam.call(client.did(), view);
    SessionCall second = iam.call(client.did(), view);
    unauthorized(() -> iam.answer(second.id(), client.answer(first)));
  }

  @Test
  @DisplayName("refusing a consent before the answer")
  void aConsentOutOfOrderIsRefused() {
    SessionCall call = iam.call(client.did(), view);
    Bytes consent = client.sign(client.signed(Handshake.CONSENT, call, call.nonce()));
    unauthorized(() -> iam.consent(call.id(), consent));
  }

  @Test
  @DisplayName("refusing a forged consent, after which the right one is taken")
  void aForgedConsentIsRefused() {
    SessionCall call = iam.call(client.did(), view);
    SessionConfirm confirm = iam.answer(call.id(), client.answer(call));
    Bytes signed = client.signed(Handshake.CONSENT, call, confirm.nonce());
    Bytes overCall = client.sign(client.signed(Handshake.CONSENT, call, call.nonce()));
    unauthorized(() -> iam.consent(call.id(), new Client().sign(signed)));
    unauthorized(() -> iam.consent(call.id(), overCall));
    assertThat(iam.consent(call.id(), client.sign(signed)).session()).isEqualTo(call.id());
  }

  @Test
  @DisplayName("refusing an answer after 60 seconds")
  void aLateAnswerIsRefused() {
    SessionCall call = iam.call(client.did(), view);
    clock().advance(Duration.ofSeconds(60));
    unauthorized(() -> iam.answer(call.id(), client.answer(call)));
  }

  @Test
  @DisplayName("refusing a consent after 60 seconds")
  void aLateConsentIsRefused() {
    SessionCall call = iam.call(client.did(), view);
    SessionConfirm confirm = iam.answer(call.id(), client.answer(call));
    clock().advance(Duration.ofSeconds(60));
    unauthorized(() -> iam.consent(call.id(), client.consent(call, confirm)));
  }

  @Test
  @DisplayName("taking an answer after 59 seconds")
  void anAnswerInTimeIsTaken() {
    SessionCall call = iam.call(client.did(), view);
    clock().advance(Duration.ofSeconds(59));
    assertThat(iam.answer(call.id(), client.answer(call)).nonce()).isNotNull();
  }

  @Test
  @DisplayName("refusing steps of a session nobody began")
  void anUnknownSessionIsRefused() {
    UUID unknown = new UUID(1, 2);
    unauthorized(() -> iam.answer(unknown, Bytes.wrap(new byte[64])));
    unauthorized(() -> iam.consent(unknown, Bytes.wrap(new byte[64])));
  }

  @Test
  @DisplayName("for the node itself, by the same steps")
  void theNodeProvesItself() {
    SessionCall call = iam.call(keys().nodeDid(), view);
    String node = keys().nodeDid();
    Bytes answer =
        keys().sign(Handshake.signed(Handshake.ANSWER, call.id(), call.nonce(), node, node));
    SessionConfirm confirm = iam.answer(call.id(), answer);
    Bytes consent =
        keys().sign(Handshake.signed(Handshake.CONSENT, call.id(), confirm.nonce(), node, node));
    assertThat(iam.consent(call.id(), consent).did()).isEqualTo(node);
  }

  @Test
  @DisplayName("for one of many who take the same step at once")
  void aStepRacedForIsTakenOnce() throws Exception {
    for (int round = 0; round < 20; round++) {
      SessionCall call = iam.call(client.did(), view);
      Bytes answer = client.answer(call);
      ConcurrentLinkedQueue<SessionConfirm> confirms = new ConcurrentLinkedQueue<>();
      race(() -> confirms.add(iam.answer(call.id(), answer)));
      assertThat(confirms).hasSize(1);
      Bytes consent = client.consent(call, confirms.element());
      AtomicInteger opened = new AtomicInteger();
      race(
          () -> {
            iam.consent(call.id(), consent);
            opened.incrementAndGet();
          });
      assertThat(opened).hasValue(1);
    }
  }

  private static void race(Runnable step) throws InterruptedException {
    CountDownLatch start = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Thread thread = new Thread(() -> refusedOrNot(start, step));
      thread.start();
      threads.add(thread);
    }
    start.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private static void refusedOrNot(CountDownLatch start, Runnable step) {
    try {
      start.await();
      step.run();
    } catch (io.cmesh.api.error.MeshException e) {
      assertThat(e.status()).isEqualTo(Status.UNAUTHORIZED);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
