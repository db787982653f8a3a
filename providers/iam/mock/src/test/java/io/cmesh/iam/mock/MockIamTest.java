package io.cmesh.iam.mock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.cmesh.api.Bytes;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.iam.Handshake;
import io.cmesh.api.iam.Iam;
import io.cmesh.api.iam.SessionCall;
import io.cmesh.api.iam.SessionCommands;
import io.cmesh.api.iam.SessionDraft;
import io.cmesh.api.message.MessageId;
import io.cmesh.api.provider.Health;
import io.cmesh.api.provider.Instance;
import io.cmesh.tck.support.MapView;
import io.cmesh.tck.support.TestKeys;
import io.cmesh.tck.support.TestOpening;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What sets the mock apart. */
class MockIamTest {
  private final TestOpening opening = TestOpening.in(Path.of("."));
  private final TestKeys keys = new TestKeys();
  private final String did = keys.nodeDid();

  @Test
  void noncesAreTheSameAtEveryRun() {
    SessionCall first = iam().call(did, new MapView());
    SessionCall second = iam().call(did, new MapView());
    assertThat(second.nonce()).isEqualTo(first.nonce());
    assertThat(second.id()).isEqualTo(first.id());
  }

  @Test
  void aTestCanMakeATokenOfItsOwn() {
    UUID session = MessageId.next(opening.clock().millis(), new Random());
    String encoded =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(did.getBytes(StandardCharsets.UTF_8));
    assertThat(iam().verify("mock." + encoded + "." + session).principal().did()).isEqualTo(did);
  }

  @Test
  void aTokenThatAnotherProviderSignedWithTheNodesKeyHoldsOn() {
    UUID session = MessageId.next(opening.clock().millis(), new Random());
    long end = opening.clock().instant().getEpochSecond() + 60;
    String token = signed("at+jwt", session, end);

    assertThat(iam().verify(token).principal().did()).isEqualTo(did);
    assertThat(iam().verify(token).session()).isEqualTo(session);
    assertThat(iam().verify(token).expires().getEpochSecond()).isEqualTo(end);
  }

  @Test
  void aSignedTokenThatIsForgedLateOrForSomethingElseIsRefused() {
    UUID session = MessageId.next(opening.clock().millis(), new Random());
    long now = opening.clock().instant().getEpochSecond();
    String good = signed("at+jwt", session, now + 60);
    String forged = good.substring(0, good.lastIndexOf('.') + 1) + "A".repeat(86);

    assertThatThrownBy(() -> iam().verify(forged)).hasMessageContaining("no mock token");
    assertThatThrownBy(() -> iam().verify(good + "A")).hasMessageContaining("no mock token");
    assertThatThrownBy(() -> iam().verify(signed("renew+jwt", session, now + 60)))
        .hasMessageContaining("no mock token");
    assertThatThrownBy(() -> iam().verify(signed("at+jwt", session, now)))
        .hasMessageContaining("expired");
  }

  private String signed(String type, UUID session, long end) {
    String claims = "{\"sub\":\"" + did + "\",\"sid\":\"" + session + "\",\"exp\":" + end + "}";
    String content = base64("{\"typ\":\"" + type + "\",\"alg\":\"EdDSA\"}") + "." + base64(claims);
    byte[] signature = opening.keys().signToken(Bytes.utf8(content)).toArray();
    return content + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void anIdentityDisclosesWhatTheConfigurationSays() {
    TestKeys other = new TestKeys();
    TestKeys third = new TestKeys();
    opening.set(
        "attributes",
        keys.nodeDid()
            + "=attr:a.b.c=1; attr:a.b.d=x=y;"
            + other.nodeDid()
            + " = attr:a.b.c=2;"
            + keys.nodeDid()
            + "=attr:a.b.e=Den Haag");
    Iam iam = iam();

    assertThat(agree(iam, keys).attributes())
        .containsExactly("attr:a.b.c=1", "attr:a.b.d=x=y", "attr:a.b.e=Den Haag");
    assertThat(agree(iam, other).attributes()).containsExactly("attr:a.b.c=2");
    assertThat(agree(iam, third).attributes()).isEmpty();
  }

  @Test
  void theCommandThatOpensASessionSaysWhatWasDisclosed() {
    opening.set("attributes", did + "=attr:a.b.c=1");
    SessionDraft draft = agree(iam(), keys);

    assertThat(SessionCommands.record(draft.command().body()).attributes())
        .containsExactly("attr:a.b.c=1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "attr:a.b.c=1",
        "DID",
        "DID=",
        "DID=attr:a.b=1",
        "DID=attr:a.b.c=1;",
        "DID=attr:a.b.c=1;other",
        "DID1=attr:a.b.c=1",
        "did:web:example.org=attr:a.b.c=1"
      })
  void attributesThatCannotBeReadAreRefused(String text) {
    opening.set("attributes", text.replace("DID", did));
    assertThatThrownBy(this::iam)
        .isInstanceOfSatisfying(
            MeshException.class, e -> assertThat(e.code()).isEqualTo("CMESH-IMK-006"));
  }

  @Test
  void anIdentityDisclosesNoMoreThanItMay() {
    StringBuilder text = new StringBuilder(did + "=attr:a.b.c=0");
    for (int i = 1; i <= 64; i++) {
      text.append(";attr:a.b.c=").append(i);
    }
    opening.set("attributes", text.toString());
    assertThatThrownBy(this::iam)
        .isInstanceOf(MeshException.class)
        .hasMessageContaining("at most 64");
  }

  private static SessionDraft agree(Iam iam, TestKeys who) {
    SessionCall call = iam.call(who.nodeDid(), new MapView());
    Bytes answer = sign(who, Handshake.ANSWER, call, call.nonce());
    Bytes nonce = iam.answer(call.id(), answer).nonce();
    return iam.consent(call.id(), sign(who, Handshake.CONSENT, call, nonce));
  }

  private static Bytes sign(TestKeys who, String step, SessionCall call, Bytes nonce) {
    return who.sign(Handshake.signed(step, call.id(), nonce, call.nodeDid(), who.nodeDid()));
  }

  @Test
  void itSaysThatItProtectsNothing() {
    assertThat(instance().health().grade()).isEqualTo(Health.Grade.WARN);
    assertThat(instance().health().text()).contains("tests and demonstrations");
  }

  @Test
  void theBoundOfHandshakesIsKept() {
    Iam iam = iam();
    SessionCall first = iam.call(did, new MapView());
    for (int i = 0; i < 10_000; i++) {
      iam.call(did, new MapView());
    }
    assertThatThrownBy(() -> iam.answer(first.id(), first.signature()))
        .isInstanceOfSatisfying(
            MeshException.class, e -> assertThat(e.code()).isEqualTo("CMESH-IMK-001"));
  }

  @FuzzTest
  void aTokenIsTheOneTextOfItsContentOrRefused(byte[] data) {
    String text = new String(data, StandardCharsets.UTF_8);
    try {
      assertThat(MockToken.parse(text, MockToken.Kind.ACCESS).text()).isEqualTo(text);
    } catch (MeshException e) {
      assertThat(e.code()).isEqualTo("CMESH-IMK-003");
    }
  }

  private Iam iam() {
    return instance().service();
  }

  private Instance<Iam> instance() {
    return new MockIamFactory("0.1.0").open(opening.opening());
  }
}
