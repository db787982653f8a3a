package io.cmesh.kernel.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmesh.api.Bytes;
import io.cmesh.api.message.Headers;
import io.cmesh.api.message.Layer;
import io.cmesh.api.message.Message;
import io.cmesh.api.message.Status;
import io.cmesh.api.node.Origin;
import io.cmesh.cmtp.Sha256LayerHasher;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RequestTest {
  @TempDir Path home;
  TestNode node;
  TestNode.Person ann;

  @BeforeEach
  void start() throws Exception {
    node = TestNode.start(home, "state = memory");
    ann = node.person();
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void whatIsWrittenIsRead() throws Exception {
    assertThat(ann.call("0xSW:0x001:hello_world:\"hi\"").status()).isEqualTo(Status.OK);

    Message answer = ann.call("0xS:0x001:hello_world");

    assertThat(answer.status()).isEqualTo(Status.OK);
    assertThat(answer.payload().utf8()).isEqualTo("\"hi\"");
  }

  @Test
  void nullDeletesAKey() throws Exception {
    ann.call("0xSW:0x001:k:1");
    ann.call("0xSW:0x001:k:null");

    assertThat(ann.call("0xS:0x001:k").status()).isEqualTo(Status.NOT_FOUND);
  }

  @Test
  void textIsAStringAndAnIntegerIsANumber() throws Exception {
    ann.call("0xSW:0x001:a:991.1204");
    ann.call("0xSW:0x001:b:42");

    assertThat(ann.call("0xS:0x001:a").payload().utf8()).isEqualTo("\"991.1204\"");
    assertThat(ann.call("0xS:0x001:b").payload().utf8()).isEqualTo("42");
  }

  @Test
  void aRequestWithoutATokenIsRefusedBeforeItsAddressIsRead() throws Exception {
    Message answer =
        TestNode.get(
            node.node
                .dispatcher()
                .dispatch(
                    Message.request(TestNode.newId(), "gibberish", null), Origin.of("t", "")));

    assertThat(answer.status()).isEqualTo(Status.UNAUTHORIZED);
    assertThat(answer.payload().utf8()).contains("CMESH-KRN-010").contains("cmesh login");
  }

  @Test
  void aForgedTokenIsRefused() throws Exception {
    Message answer =
        TestNode.get(
            node.node
                .dispatcher()
                .dispatch(
                    Message.request(
                        TestNode.newId(),
                        "0xI:whoami",
                        ann.token.substring(0, ann.token.length() - 4) + "AAAA"),
                    Origin.of("t", "")));

    assertThat(answer.status()).isEqualTo(Status.UNAUTHORIZED);
  }

  @Test
  void aMalformedAddressIsRefusedWithItsColumn() throws Exception {
    Message answer = ann.call("0xZ:0x001:a");

    assertThat(answer.status()).isEqualTo(Status.BAD_REQUEST);
    assertThat(answer.payload().utf8()).contains("column 3");
  }

  @Test
  void anEndedSessionIsRefusedFromThenOn() throws Exception {
    assertThat(ann.call("0xI:whoami").status()).isEqualTo(Status.OK);

    ann.logout();

    Message answer = ann.call("0xI:whoami");
    assertThat(answer.status()).isEqualTo(Status.UNAUTHORIZED);
    assertThat(answer.payload().utf8()).contains("CMESH-KRN-011");
  }

  @Test
  void theFirstWriterOwnsAnAddressAndAnotherIsRefused() throws Exception {
    TestNode.Person bob = node.person();
    ann.call("0xSW:0x00a:k:1");

    Message answer = bob.call("0xSW:0x00a:k:2");

    assertThat(answer.status()).isEqualTo(Status.FORBIDDEN);
    assertThat(ann.call("0xS:0x00a:k").payload().utf8()).isEqualTo("1");
  }

  @Test
  void ofTwoFirstWritersAtOnceOneWins() throws Exception {
    TestNode.Person bob = node.person();
    for (int i = 0; i < 50; i++) {
      String address = "0x" + Integer.toHexString(0x5000 + i);
      CompletionStage<Message> a = ann.begin("0xSW:" + address + ":k:\"ann\"");
      CompletionStage<Message> b = bob.begin("0xSW:" + address + ":k:\"bob\"");

      List<Status> statuses = List.of(TestNode.get(a).answered(), TestNode.get(b).answered());

      assertThat(statuses).containsExactlyInAnyOrder(Status.OK, Status.FORBIDDEN);
    }
  }

  @Test
  void readingAnUnusedAddressIsNotFoundRatherThanForbidden() throws Exception {
    assertThat(ann.call("0xS:0xdead:k").status()).isEqualTo(Status.NOT_FOUND);
  }

  @Test
  void readingAnothersValueIsForbidden() throws Exception {
    ann.call("0xSW:0x00b:k:1");

    assertThat(node.person().call("0xS:0x00b:k").status()).isEqualTo(Status.FORBIDDEN);
  }

  @Test
  void theSameIdAndContentGetsTheFirstAnswer() throws Exception {
    UUID id = TestNode.newId();
    Message first = ann.call(id, "0xSW:0x001:k:1");
    ann.call("0xSW:0x001:k:2");

    Message again = ann.call(id, "0xSW:0x001:k:1");

    assertThat(again.status()).isEqualTo(Status.OK);
    assertThat(again.index()).isEqualTo(first.index());
    assertThat(ann.call("0xS:0x001:k").payload().utf8()).isEqualTo("2");
  }

  @Test
  void theSameIdWithOtherContentIsAConflict() throws Exception {
    UUID id = TestNode.newId();
    ann.call(id, "0xSW:0x001:k:1");

    assertThat(ann.call(id, "0xSW:0x001:k:2").status()).isEqualTo(Status.CONFLICT);
    assertThat(ann.call("0xS:0x001:k").payload().utf8()).isEqualTo("1");
  }

  @Test
  void aNameIsRegisteredResolvedAndCalled() throws Exception {
    ann.call("0xSW:0x001:hello_world:\"hi\"");
    assertThat(ann.call("0xRW:helloWorld.mcom:0xS:0x001").status()).isEqualTo(Status.OK);
    assertThat(ann.call("0xRW:helloExample.mcom:0xS:0x001:hello_world").status())
        .isEqualTo(Status.OK);

    assertThat(ann.call("0xR:helloWorld.mcom:hello_world").payload().utf8()).isEqualTo("\"hi\"");
    assertThat(ann.call("0xR:HELLOexample.mcom").payload().utf8()).isEqualTo("\"hi\"");
    assertThat(ann.call("0xR:helloWorld.mcom").payload().utf8())
        .contains("\"target\":\"0xS:0x001\"")
        .contains(ann.did);
  }

  @Test
  void aTakenNameIsRefusedAndTheOwnerKeepsIt() throws Exception {
    ann.call("0xRW:mine.mcom:0xS:0x001");

    assertThat(node.person().call("0xRW:mine.mcom:0xS:0x002").status()).isEqualTo(Status.CONFLICT);
    assertThat(ann.call("0xR:mine.mcom").payload().utf8()).contains(ann.did);
  }

  @Test
  void aWriteIsPublishedAndWhoWroteReadsTheEventAtOnce() throws Exception {
    for (int i = 0; i < 100; i++) {
      ann.call("0xSW:0x001:blah_blah:" + i);

      Message event = ann.call("0xE:events.state.contracts.0x001.blah_blah:read");

      assertThat(event.payload().utf8()).contains("\"payload\":" + i + "}");
    }
  }

  @Test
  void aPublishedEventIsReadBackAndItsChannelIsOwned() throws Exception {
    assertThat(ann.call("0xEW:demo.a:991.1204").payload().utf8()).isEqualTo("{\"seq\":1}");

    assertThat(ann.call("0xE:demo.a").payload().utf8()).contains("\"payload\":\"991.1204\"");
    assertThat(node.person().call("0xEW:demo.a:1").status()).isEqualTo(Status.FORBIDDEN);
    assertThat(ann.call("0xEW:events.mine:1").status()).isEqualTo(Status.FORBIDDEN);
  }

  @Test
  void aListOfEventsIsReadFromASequenceOn() throws Exception {
    for (int i = 1; i <= 5; i++) {
      ann.call("0xEW:demo.list:" + i);
    }

    String list = ann.call("0xE:demo.list:read:{\"from\":3,\"limit\":2}").payload().utf8();

    assertThat(list)
        .contains("\"payload\":3")
        .contains("\"payload\":4")
        .doesNotContain("\"payload\":5");
    assertThat(ann.call("0xE:demo.list:read:{\"upto\":3}").status()).isEqualTo(Status.BAD_REQUEST);
  }

  @Test
  void blocksFormAChain() throws Exception {
    for (int i = 0; i < 5; i++) {
      ann.call("0xSW:0x001:k:" + i);
    }
    String head = ann.call("0xC:chain:head").payload().utf8();
    long last = Long.parseLong(head.replaceAll(".*\"block\":(\\d+).*", "$1"));

    for (long n = 2; n <= last; n++) {
      String block = ann.call("0xC:block:" + n).payload().utf8();
      String before = ann.call("0xC:block:" + (n - 1)).payload().utf8();
      assertThat(member(block, "parent")).isEqualTo(member(before, "hash"));
    }
    assertThat(member(head, "hash"))
        .isEqualTo(member(ann.call("0xC:block:" + last).payload().utf8(), "hash"));
    assertThat(ann.call("0xC:block:" + (last + 1)).status()).isEqualTo(Status.NOT_FOUND);
  }

  private static String member(String json, String name) {
    return json.replaceAll(".*\"" + name + "\":\"([0-9a-f]+)\".*", "$1");
  }

  @Test
  void anAnswerHasALayerForEachStepAndEachCoversTheOneBefore() throws Exception {
    Message answer = ann.call("0xSW:0x001:k:1");

    assertThat(answer.layers())
        .extracting(Layer::step)
        .containsExactly("authenticate", "resolve", "authorize", "order", "execute");
    Sha256LayerHasher hasher = new Sha256LayerHasher();
    Bytes salt = Bytes.hex(answer.headers().response("salt").orElseThrow());
    Bytes chain = hasher.seed(Message.request(answer.id(), answer.fqmn(), ann.token), salt);
    for (Layer l : answer.layers()) {
      Layer again =
          hasher.layer(
              chain,
              l.step(),
              l.role(),
              l.provider(),
              l.startNanos(),
              l.endNanos(),
              l.outcome(),
              l.given(),
              l.made());
      assertThat(again.hash()).isEqualTo(l.hash());
      chain = l.hash();
    }
    assertThat(node.audit.leaves).extracting(MemoryAudit.Leaf::hash).contains(chain);
  }

  @Test
  void aRefusalHasLayersToo() throws Exception {
    ann.call("0xSW:0x00c:k:1");

    Message refusal = node.person().call("0xS:0x00c:k");

    assertThat(refusal.layers())
        .extracting(Layer::step)
        .containsExactly("authenticate", "resolve", "authorize");
    assertThat(refusal.layers().get(2).outcome()).isEqualTo(Status.FORBIDDEN);
  }

  @Test
  void whoMayIsToldWithoutDoingIt() throws Exception {
    ann.call("0xSW:0x00d:k:1");

    assertThat(ann.call("0xI:can:0xSW:0x00d:k").payload().utf8()).isEqualTo("true");
    assertThat(node.person().call("0xI:can:0xSW:0x00d:k").payload().utf8()).isEqualTo("false");
    assertThat(ann.call("0xS:0x00d:k").payload().utf8()).isEqualTo("1");
  }

  @Test
  void theContractRuntimeCannotBeCalledFromOutside() throws Exception {
    assertThat(ann.call("0xA:~4.1.3:0x001:hello_world").status()).isEqualTo(Status.FORBIDDEN);
  }

  @Test
  void writesAreRefusedWhileTheyCannotBeRecordedAndReadsGoOn() throws Exception {
    ann.call("0xSW:0x001:k:1");
    node.audit.full = true;
    ann.call("0xS:0x001:k");

    assertThat(ann.call("0xSW:0x001:k:2").status()).isEqualTo(Status.UNAVAILABLE);
    assertThat(ann.call("0xS:0x001:k").payload().utf8()).isEqualTo("1");
  }

  @Test
  void aStaleReadDoesNotWait() throws Exception {
    ann.call("0xSW:0x001:k:1");

    assertThat(ann.stale("0xS:0x001:k").payload().utf8()).isEqualTo("1");
  }

  @Test
  void whoDoesNotWaitIsToldSoAndFindsTheResultUnderTheSameId() throws Exception {
    UUID id = TestNode.newId();
    Message request = Message.request(id, "0xSW:0x001:k:7", ann.token);

    Message accepted =
        TestNode.get(
            node.node
                .dispatcher()
                .dispatch(
                    request.withHeaders(Headers.NONE.withRequest("prefer", "respond-async")),
                    Origin.of("t", "")));

    assertThat(accepted.status()).isEqualTo(Status.ACCEPTED);
    assertThat(ann.call(id, "0xSW:0x001:k:7").payload().utf8()).isEqualTo("7");
  }
}
