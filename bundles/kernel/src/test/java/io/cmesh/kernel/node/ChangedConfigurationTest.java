package io.cmesh.kernel.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cmesh.api.message.Status;
import io.cmesh.api.node.RoleStatus;
import io.cmesh.api.node.SwapReport;
import io.cmesh.api.node.SwapReport.Outcome;
import io.cmesh.api.provider.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are edited while the node serves. */
class ChangedConfigurationTest {
  @TempDir Path home;
  private TestNode node;

  @BeforeEach
  void start() throws Exception {
    node = TestNode.start(home);
  }

  @AfterEach
  void close() {
    node.close();
  }

  private void write(String pid, String... lines) throws IOException {
    Files.writeString(home.resolve("etc/" + pid + ".cfg"), String.join("\n", lines));
  }

  private List<SwapReport> swaps() {
    return node.node.admin().swaps(10, node.operator());
  }

  private RoleStatus role(Role role) {
    return node.node.admin().roles().stream()
        .filter(r -> r.role() == role)
        .findFirst()
        .orElseThrow();
  }

  private void untilServes(Role role, String provider) {
    await().atMost(TestNode.soon()).until(() -> provider.equals(role(role).provider()));
  }

  @Test
  void rolesThatAreChangedTogetherAreSwappedOneAfterTheOther() throws Exception {
    write("io.cmesh.roles", "state = memory", "events = memory", "iam = mock");

    untilServes(Role.STATE, "memory");
    untilServes(Role.EVENTS, "memory");
    untilServes(Role.IAM, "mock");

    assertThat(swaps())
        .hasSize(3)
        .allSatisfy(r -> assertThat(r.by()).isEqualTo(node.node.admin().status().did()));
  }

  @Test
  void aProviderThatNobodyHasLeavesTheOldOneServing() throws Exception {
    write("io.cmesh.roles", "state = nothing", "iam = mock");

    untilServes(Role.IAM, "mock");

    assertThat(role(Role.STATE).provider()).isEqualTo("rocksdb");
    assertThat(swaps())
        .filteredOn(r -> r.role() == Role.STATE)
        .singleElement()
        .satisfies(r -> assertThat(r.outcome()).isEqualTo(Outcome.TURNED_AWAY))
        .satisfies(r -> assertThat(r.error()).contains("nothing"));
  }

  @Test
  void aProviderWhoseOwnSettingsAreChangedIsReplacedByItself() throws Exception {
    TestNode.Person person = node.person();
    assertThat(person.call("0xSW:0x001:a:\"1\"").status()).isEqualTo(Status.OK);
    String before = role(Role.STATE).directory();

    write("io.cmesh.state.rocksdb", "writeBuffers = 3");

    await().atMost(TestNode.soon()).until(() -> !before.equals(role(Role.STATE).directory()));
    assertThat(swaps())
        .singleElement()
        .satisfies(r -> assertThat(r.to()).isEqualTo(r.from()).startsWith("rocksdb/"));
    assertThat(person.call("0xS:0x001:a").payload().utf8()).isEqualTo("\"1\"");
  }

  @Test
  void settingsThatTheProviderRefusesLeaveItServingAsItWas() throws Exception {
    String before = role(Role.IAM).directory();

    write("io.cmesh.iam.local", "tokenLifetime = never");

    await().atMost(TestNode.soon()).until(() -> !swaps().isEmpty());
    await().atMost(TestNode.soon()).until(() -> swaps().get(0).outcome() == Outcome.TURNED_AWAY);
    assertThat(swaps().get(0).error()).contains("tokenLifetime = never");
    assertThat(role(Role.IAM).directory()).isEqualTo(before);
    assertThat(node.person().token).isNotEmpty();
  }

  @Test
  void aKeyWrittenAsItIsAnywayChangesNothing() throws Exception {
    write("io.cmesh.iam.local", "tokenLifetime = 15m");
    write("io.cmesh.roles", "iam = mock");

    untilServes(Role.IAM, "mock");

    assertThat(swaps()).hasSize(1);
  }
}
