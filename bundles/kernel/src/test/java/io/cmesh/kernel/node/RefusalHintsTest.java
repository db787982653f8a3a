package io.cmesh.kernel.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmesh.api.error.MeshException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person reads who may not, or finds nothing. */
class RefusalHintsTest {
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
  void aRefusedWriteNamesTheRuleThatWouldHelp() throws Exception {
    ann.call("0xSW:0x001:a:1");

    assertThat(node.person().call("0xSW:0x001:a:2").payload().utf8())
        .contains("cmesh permission grant did:key:")
        .contains(" write '0xSW:0x001:**'");
  }

  @Test
  void noRuleIsPromisedForTheNodesOwnChannels() throws Exception {
    assertThat(ann.call("0xEW:events.x:1").payload().utf8())
        .contains("a channel of your own")
        .doesNotContain("permission grant");
  }

  @Test
  void aRefusedSubscriptionNamesTheRuleToo() throws Exception {
    ann.call("0xEW:demo.a:1");
    TestNode.Person bob = node.person();

    assertThatThrownBy(
            () -> node.node.events().subscribe(bob.token, "demo.a", 1, event -> {}, () -> {}))
        .isInstanceOfSatisfying(
            MeshException.class,
            e -> assertThat(e.hint()).get().asString().contains("cmesh permission grant"));
  }

  @Test
  void nobodyIsAskedToPublishWhatTheNodeAlonePublishes() throws Exception {
    assertThat(ann.call("0xE:events.state.contracts.0x001.a:read").payload().utf8())
        .contains("CMESH-EVT-004")
        .doesNotContain("0xEW");
    assertThat(ann.call("0xE:demo.none:read").payload().utf8())
        .contains("0xEW:demo.none:<payload>");
  }
}
