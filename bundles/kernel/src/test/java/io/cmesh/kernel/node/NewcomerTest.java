package io.cmesh.kernel.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.cmesh.api.Bytes;
import io.cmesh.api.command.Principal;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Message;
import io.cmesh.api.message.Status;
import io.cmesh.api.node.RoleStatus;
import io.cmesh.api.provider.Role;
import io.cmesh.api.state.StateStore;
import io.cmesh.kernel.support.FakeProvider;
import io.cmesh.kernel.support.FakeStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A state provider that takes all it is given and comes to another digest. */
class NewcomerTest {
  private static final Principal SELF = Principal.node("did:key:self");
  private static final Bytes LIE = Bytes.wrap(new byte[32]);

  @TempDir Path home;

  private final FakeProvider<StateStore> liar =
      new FakeProvider<>(
          Role.STATE,
          "liar",
          opening -> {
            FakeStore store = new FakeStore();
            store.lie(LIE);
            return store;
          });

  private static MeshException refusal(TestNode node) {
    Throwable root =
        catchThrowable(() -> TestNode.get(node.node.admin().swap(Role.STATE, "liar", SELF)));
    while (!(root instanceof MeshException) && root.getCause() != null) {
      root = root.getCause();
    }
    return (MeshException) root;
  }

  private static RoleStatus state(TestNode node) {
    return node.node.admin().roles().stream()
        .filter(role -> role.role() == Role.STATE)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theOldOneServesOnAndTheReportNamesBothDigests() throws Exception {
    try (TestNode node = TestNode.startWith(home, "state = memory", liar)) {
      TestNode.Person ann = node.person();
      ann.call("0xSW:0x001:k:1");

      MeshException e = refusal(node);

      assertThat(e.status()).isEqualTo(Status.CONFLICT);
      assertThat(e.code()).isEqualTo("CMESH-SWP-003");
      assertThat(e.text()).contains(LIE.hex()).containsPattern("expected: [0-9a-f]{64}");
      assertThat(e.hint().orElseThrow()).contains("the old provider goes on");
      assertThat(state(node).provider()).isEqualTo("memory");
      assertThat(ann.call("0xS:0x001:k").payload().utf8()).isEqualTo("1");
      assertThat(ann.call("0xSW:0x001:k:2").status()).isEqualTo(Status.OK);
      assertThat(ann.call("0xS:0x001:k").payload().utf8()).isEqualTo("2");
    }
  }

  @Test
  void itIsClosedOnceAndTheConfigurationStillWantsTheOldOne() throws Exception {
    try (TestNode node = TestNode.startWith(home, "state = memory", liar)) {
      refusal(node);
    }
    assertThat(liar.closed).hasSize(1);
    assertThat(Files.readString(home.resolve("etc/io.cmesh.roles.cfg")))
        .isEqualTo("state = memory");
  }

  @Test
  void noWriteThatWaitedMeanwhileIsLost() throws Exception {
    try (TestNode node = TestNode.startWith(home, "state = memory", liar)) {
      TestNode.Person ann = node.person();
      List<CompletionStage<Message>> writes = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        writes.add(ann.begin("0xSW:0x001:k" + i + ":" + i));
        if (i % 100 == 50) {
          assertThat(refusal(node).code()).isEqualTo("CMESH-SWP-003");
        }
      }
      for (CompletionStage<Message> write : writes) {
        assertThat(TestNode.get(write).status()).isEqualTo(Status.OK);
      }
    }
  }

  @Test
  void theNodeStartsAgainOnTheOldOneWithEverything() throws Exception {
    TestNode.Person ann;
    try (TestNode node = TestNode.startWith(home, "state = memory", liar)) {
      ann = node.person();
      ann.call("0xSW:0x001:k:1");
      refusal(node);
      ann.call("0xSW:0x001:k:2");
    }
    try (TestNode node = TestNode.startWith(home, "state = memory", liar)) {
      assertThat(state(node).provider()).isEqualTo("memory");
      assertThat(node.as(ann).call("0xS:0x001:k").payload().utf8()).isEqualTo("2");
    }
  }

  @Test
  void aGoodNewcomerIsTakenAfterABadOne() throws Exception {
    try (TestNode node = TestNode.startWith(home, "state = memory", liar)) {
      TestNode.Person ann = node.person();
      ann.call("0xSW:0x001:k:1");
      refusal(node);

      TestNode.get(node.node.admin().swap(Role.STATE, "rocksdb", SELF));

      assertThat(state(node).provider()).isEqualTo("rocksdb");
      assertThat(ann.call("0xS:0x001:k").payload().utf8()).isEqualTo("1");
    }
  }
}
