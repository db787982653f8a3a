package io.cmesh.itests.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cmesh.client.Doc;
import io.cmesh.itests.node.NodeProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every way to ask for another provider, in the real container, by the real command line. */
class SwapIT {
  private static final Duration SOON = Duration.ofSeconds(30);

  @TempDir Path directory;
  private NodeProcess node;

  @BeforeEach
  void start() {
    node = NodeProcess.in(directory).up();
    node.cmesh("login").exits(0);
    node.cmesh("call", "0xSW:0x001:k:kept").exits(0);
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private void stillThere() {
    assertThat(node.cmesh("call", "0xS:0x001:k").exits(0).text()).isEqualTo("\"kept\"");
  }

  private List<Doc> history() {
    return node.cmesh("role", "history", "-o", "json").exits(0).json().objects("swaps");
  }

  private String provider(String role) {
    return node.cmesh("role", "list", "-o", "json").exits(0).json().objects("roles").stream()
        .filter(each -> each.require("role").equals(role))
        .map(each -> each.text("provider").orElse("none"))
        .findFirst()
        .orElseThrow();
  }

  private void configure(String pid, String line) throws IOException {
    Files.writeString(node.home().resolve("etc/" + pid + ".cfg"), line + "\n");
  }

  @Test
  void stateIsSwappedThereAndBackAndOnceMoreRolledBack() {
    assertThat(node.cmesh("role", "swap", "state", "memory", "--plan").exits(0).out())
        .contains("rocksdb/", "memory");
    assertThat(history()).isEmpty();

    assertThat(node.cmesh("role", "swap", "state", "memory").exits(0).err())
        .contains("install", "copy", "verify", "flip", "memory/");
    stillThere();
    node.cmesh("role", "swap", "state", "rocksdb").exits(0);
    stillThere();
    assertThat(node.cmesh("role", "rollback", "state").exits(0).err())
        .contains("serves state again");
    assertThat(provider("state")).isEqualTo("memory");
    stillThere();

    assertThat(history())
        .extracting(each -> each.require("outcome"))
        .containsExactly("rolled-back", "done");
    assertThat(history().get(0).require("by")).startsWith("did:key:");
  }

  @Test
  void aProviderIsInstalledAndTakenAwayButNotWhileItServes() {
    node.cmesh("provider", "install", "state", "memory").exits(0);
    assertThat(provider("state")).isEqualTo("rocksdb");
    node.cmesh("role", "swap", "state", "memory").exits(0);
    assertThat(node.cmesh("provider", "uninstall", "state", "memory").exits(1).err())
        .contains("CMESH-SWP-016");
    node.cmesh("role", "swap", "state", "rocksdb").exits(0);
    node.cmesh("provider", "uninstall", "state", "memory").exits(0);
    stillThere();
    assertThat(node.cmesh("provider", "uninstall", "state", "memory").exits(1).err())
        .contains("CMESH-ASM-009");
  }

  @Test
  void anEditedConfigurationIsFollowedAndTheHistorySaysSo() throws IOException {
    configure("io.cmesh.roles", "iam = mock\nstate = nothing\nevents = memory");

    await().atMost(SOON).until(() -> provider("iam").equals("mock"));
    await().atMost(SOON).until(() -> provider("events").equals("memory"));
    await().atMost(SOON).until(() -> history().size() == 3);
    assertThat(provider("state")).isEqualTo("rocksdb");
    assertThat(history())
        .filteredOn(each -> each.require("role").equals("state"))
        .singleElement()
        .satisfies(each -> assertThat(each.require("outcome")).isEqualTo("turned-away"))
        .satisfies(each -> assertThat(each.require("error")).contains("nothing"));
    String self = node.cmesh("status", "-o", "json").exits(0).json().require("did");
    assertThat(history()).allSatisfy(each -> assertThat(each.require("by")).isEqualTo(self));
  }

  @Test
  void aProvidersOwnSettingsAreTakenUpByASwapToItself() throws IOException {
    configure("io.cmesh.state.rocksdb", "writeBuffers = 3");

    await().atMost(SOON).until(() -> history().size() == 1);
    await().atMost(SOON).until(() -> !history().get(0).require("outcome").equals("running"));
    assertThat(history().get(0).require("to")).isEqualTo(history().get(0).require("from"));
    stillThere();
  }

  @Test
  void theEndOfASwapIsAnEvent() {
    node.cmesh("role", "swap", "state", "memory").exits(0);
    node.cmesh("role", "rollback", "state").exits(0);

    String event =
        node.cmesh(
                "events",
                "tail",
                "events.swaps.state",
                "--from",
                "1",
                "--count",
                "1",
                "--as",
                "operator")
            .exits(0)
            .text();

    assertThat(event).contains("events.swaps.state", "\"outcome\":\"rolled-back\"");
  }
}
