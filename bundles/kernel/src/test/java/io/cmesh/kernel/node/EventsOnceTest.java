package io.cmesh.kernel.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmesh.api.command.Principal;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Message;
import io.cmesh.api.message.Status;
import io.cmesh.api.node.Origin;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventsOnceTest {
  private static final Principal SELF = Principal.node("did:key:self");
  private static final String CHANNEL = "0xE:events.state.contracts.0x001.k:read";
  private static final int WRITES = 60;

  @TempDir Path home;

  @Test
  void aNodeThatWasKilledPublishesNoEventAgainWhenItStarts() throws Exception {
    TestNode killed = TestNode.start(home, "state = memory");
    TestNode.Person ann = killed.person();
    for (int i = 0; i < WRITES; i++) {
      assertThat(ann.call("0xSW:0x001:k:" + i).status()).isEqualTo(Status.OK);
    }
    String before = ann.call(CHANNEL).payload().utf8();
    assertThat(before).startsWith("{\"seq\":" + WRITES + ",");
    killed.abandon();

    // All of its log is read again: nothing of the state was on disk.
    try (TestNode node = TestNode.start(home, "state = memory")) {
      assertThat(ask(node, ann.token, CHANNEL)).isEqualTo(before);
      assertThat(ask(node, ann.token, "0xSW:0x001:k:last")).isEqualTo("\"last\"");
      assertThat(ask(node, ann.token, CHANNEL)).startsWith("{\"seq\":" + (WRITES + 1) + ",");
    }
  }

  private static String ask(TestNode node, String token, String fqmn) throws Exception {
    Message request = Message.request(TestNode.newId(), fqmn, token);
    return TestNode.get(node.node.dispatcher().dispatch(request, Origin.of("test", "")))
        .payload()
        .utf8();
  }

  @Test
  void aLogThatLostItsEndStopsTheStartAndSaysSo() throws Exception {
    TestNode killed = TestNode.start(home, "state = memory");
    TestNode.Person ann = killed.person();
    Path log = home.resolve("data/consensus-solo-2/00000000000000000001.log");
    ann.call("0xSW:0x001:k:1");
    long whole = Files.size(log);
    ann.call("0xSW:0x001:k:2");
    // Events go out a little later; who reads the channel waits for them.
    assertThat(ann.call(CHANNEL).payload().utf8()).endsWith("\"payload\":2}");
    killed.abandon();
    try (FileChannel file = FileChannel.open(log, StandardOpenOption.WRITE)) {
      file.truncate(whole);
    }

    assertThatThrownBy(() -> TestNode.start(home, "state = memory"))
        .isInstanceOf(MeshException.class)
        .hasFieldOrPropertyWithValue("code", "CMESH-KRN-023")
        .hasMessageContaining("consensus-solo-2 ends at index");
  }

  @Test
  void afterARestoreEventsArePublishedAsBefore() throws Exception {
    try (TestNode node = TestNode.start(home, "state = memory")) {
      TestNode.Person ann = node.person();
      ann.call("0xSW:0x001:k:1");
      Path file = home.resolve("backup.cmesh");
      TestNode.get(node.node.admin().backup(file, SELF));
      for (int i = 0; i < WRITES; i++) {
        ann.call("0xSW:0x001:k:" + i);
      }

      TestNode.get(node.node.admin().restore(file, SELF));

      ann.call("0xSW:0x001:k:\"restored\"");
      assertThat(ann.call(CHANNEL).payload().utf8())
          .startsWith("{\"seq\":" + (WRITES + 2) + ",")
          .endsWith("\"payload\":\"restored\"}");
    }
  }

  @Test
  void aPublicationAfterARestoreIsKept() throws Exception {
    try (TestNode node = TestNode.start(home, "state = memory")) {
      TestNode.Person ann = node.person();
      assertThat(ann.call("0xEW:news.a:1").payload().utf8()).isEqualTo("{\"seq\":1}");
      Path file = home.resolve("backup.cmesh");
      TestNode.get(node.node.admin().backup(file, SELF));
      ann.call("0xEW:news.a:2");

      TestNode.get(node.node.admin().restore(file, SELF));

      assertThat(ann.call("0xEW:news.a:3").payload().utf8()).isEqualTo("{\"seq\":3}");
      assertThat(ann.call("0xE:news.a").payload().utf8()).endsWith("\"payload\":3}");
    }
  }
}
