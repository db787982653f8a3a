package io.cmesh.kernel.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cmesh.api.Bytes;
import io.cmesh.api.Cancellable;
import io.cmesh.api.command.Principal;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.events.Event;
import io.cmesh.api.message.Message;
import io.cmesh.api.message.Status;
import io.cmesh.api.node.Origin;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a running node refuses, and how it says so. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusalsTest {
  private TestNode node;
  private TestNode.Person ann;

  @BeforeAll
  void start(@TempDir Path home) throws Exception {
    node = TestNode.start(home, "state = memory");
    ann = node.person();
    ann.call("0xSW:0x001:k:1");
    ann.call("0xEW:demo.a:1");
  }

  @AfterAll
  void stop() {
    node.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0xC:nothing:here|404|CMESH-CNS-001",
        "0xC:chain:tail|404|CMESH-CNS-001",
        "0xC:chain|400|CMESH-FQMN-001",
        "0xC:group:leaders|404|CMESH-CNS-001",
        "0xC:block|400|CMESH-FQMN-001",
        "0xC:block:0|404|CMESH-CNS-002",
        "0xC:block:first|404|CMESH-CNS-002",
        "0xC:block:9999999999999999999|404|CMESH-CNS-002",
        "0xE:demo.a:listen|400|CMESH-FQMN-001",
        "0xE:demo.none|404|CMESH-EVT-004",
        "0xE:demo.a:read:{\"from\":-1}|400|CMESH-EVT-006",
        "0xE:demo.a:read:{\"from\":\"1\"}|400|CMESH-EVT-006",
        "0xE:demo.a:read:{\"limit\":0}|400|CMESH-EVT-006",
        "0xE:demo.a:read:{\"limit\":10001}|400|CMESH-EVT-006",
        "0xE:demo.a:read:{\"upto\":1}|400|CMESH-EVT-006",
        "0xE:demo.a:read:[1]|400|CMESH-EVT-006",
        "0xS:0x001|400|CMESH-FQMN-001",
        "0xS:0x001:none|404|CMESH-VAL-002",
        "0xS:0x001:k:[1]|404|CMESH-VAL-002",
        "0xSW:0x001|400|CMESH-FQMN-001",
        "0xSW:0x001:k|400|CMESH-VAL-001",
        "0xEW:demo.a|400|CMESH-FQMN-001",
        "0xR:nobody.mcom|404|CMESH",
      })
  void aWrongRequestIsToldWhatIsWrong(String fqmn, int status, String code) throws Exception {
    Message answer = ann.call(fqmn);

    assertThat(answer.answered().code()).as(answer.payload().utf8()).isEqualTo(status);
    assertThat(answer.payload().utf8()).contains(code);
  }

  @Test
  void theGroupsMembersAndAChannelsStreamAreTold() throws Exception {
    assertThat(ann.call("0xC:group:members").payload().utf8()).contains("\"leader\":true");
    assertThat(ann.call("0xE:demo.a:info").payload().utf8())
        .contains("\"stream\":\"channels\"", "\"lastSequence\":");
  }

  @Test
  void anEmptyTokenIsNone() throws Exception {
    Message answer =
        TestNode.get(
            node.node
                .dispatcher()
                .dispatch(Message.request(TestNode.newId(), "0xI:whoami", ""), Origin.of("t", "")));

    assertThat(answer.payload().utf8()).contains("CMESH-KRN-010");
  }

  @Test
  void aDoorMaySayWhoItSpeaksFor() throws Exception {
    Principal miner = Principal.node("did:key:zMiner");
    Message answer =
        TestNode.get(
            node.node
                .dispatcher()
                .dispatch(
                    Message.request(TestNode.newId(), "0xI:whoami", null),
                    new Origin("miner", "", miner, null)));

    assertThat(answer.payload().utf8()).contains("did:key:zMiner", "\"kind\":\"node\"");
  }

  @Test
  void anOperationThatFailsInItsReadIsAnswered500WithoutItsText() throws Exception {
    Message answer =
        TestNode.get(
            node.node
                .dispatcher()
                .inspect(
                    Message.request(TestNode.newId(), "", ann.token),
                    Origin.of("t", ""),
                    "test.inspect",
                    (who, view) -> {
                      throw new IllegalStateException("secret");
                    }));

    assertThat(answer.status()).isEqualTo(Status.INTERNAL);
    assertThat(answer.payload().utf8()).contains("CMESH-KRN-002").doesNotContain("secret");
  }

  @Test
  void anOperationReadsThroughTheRequestsView() throws Exception {
    Message answer =
        TestNode.get(
            node.node
                .dispatcher()
                .inspect(
                    Message.request(TestNode.newId(), "", ann.token),
                    Origin.of("t", ""),
                    "test.inspect",
                    (who, view) -> Bytes.utf8("\"" + who.did() + "\"")));

    assertThat(answer.payload().utf8()).isEqualTo("\"" + ann.did + "\"");
  }

  @Test
  void aFollowerHearsEventsUntilItsSessionEnds() throws Exception {
    TestNode.Person bob = node.person();
    bob.call("0xEW:bobs.a:1");
    List<Event> heard = new CopyOnWriteArrayList<>();
    AtomicInteger ended = new AtomicInteger();
    Cancellable following =
        node.node.events().subscribe(bob.token, "bobs.a", 1, heard::add, ended::incrementAndGet);
    bob.call("0xEW:bobs.a:2");
    await().atMost(TestNode.soon()).until(() -> heard.size() == 2);

    bob.logout();

    await().atMost(TestNode.soon()).until(() -> ended.get() == 1);
    following.close();
    assertThat(ended).hasValue(1);
    assertThatThrownBy(
            () -> node.node.events().subscribe(bob.token, "bobs.a", 1, heard::add, () -> {}))
        .isInstanceOf(MeshException.class);
  }

  @Test
  void whoMayNotReadAChannelMayNotFollowIt() throws Exception {
    String token = node.person().token;

    assertThatThrownBy(
            () -> node.node.events().subscribe(token, "demo.a", 1, event -> {}, () -> {}))
        .isInstanceOfSatisfying(
            MeshException.class, e -> assertThat(e.status()).isEqualTo(Status.FORBIDDEN));
    assertThat(node.node.events().streams(token)).hasSize(4);
  }

  @Test
  void anIdentityIsNoOperator() {
    assertThatThrownBy(
            () -> node.node.admin().requireOperator(node.node.admin().authenticate(ann.token)))
        .isInstanceOfSatisfying(
            MeshException.class, e -> assertThat(e.code()).isEqualTo("CMESH-KRN-019"));
  }
}
