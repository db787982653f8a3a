package io.cmesh.kernel.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cmesh.api.command.Principal;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Message;
import io.cmesh.api.message.Status;
import io.cmesh.api.provider.Health;
import io.cmesh.api.provider.Role;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Providers that go while they are in use, come back, and are wanted anew. */
class ComingAndGoingTest {
  private static final Principal SELF = Principal.node("did:key:self");

  @TempDir Path home;

  @ParameterizedTest
  @CsvSource({
    "STATE, memory, memory",
    "STATE, rocksdb, rocksdb",
    "CONSENSUS, solo, memory",
    "EVENTS, local, memory",
    "ROUTER, local, memory",
    "IAM, local, memory"
  })
  void aProviderThatGoesLeavesItsRoleToItsReturnAndNothingIsLost(
      Role role, String provider, String state) throws Exception {
    try (TestNode node = TestNode.start(home, "state = " + state)) {
      TestNode.Person ann = node.person();
      ann.call("0xSW:0x001:k:1");
      ann.call("0xEW:demo.a:1");
      long index = node.node.admin().status().index();

      node.node.goes(role, provider);
      Message refused = ann.call("0xEW:demo.a:2");
      assertThat(refused.status()).isEqualTo(Status.UNAVAILABLE);
      assertThat(refused.payload().utf8()).contains("retryAfterSeconds");
      assertThat(node.node.admin().status().health().grade()).isEqualTo(Health.Grade.DOWN);

      node.node.came(role, provider);
      await().atMost(TestNode.soon()).until(() -> ann.call("0xS:0x001:k").status() == Status.OK);
      assertThat(ann.call("0xS:0x001:k").payload().utf8()).isEqualTo("1");
      assertThat(node.node.admin().status().index()).isGreaterThanOrEqualTo(index);
      await().atMost(TestNode.soon()).until(() -> ann.call("0xEW:demo.a:3").status() == Status.OK);
      assertThat(ann.call("0xE:demo.a").payload().utf8()).contains("\"payload\":3");
    }
    try (TestNode node = TestNode.start(home, "state = " + state)) {
      assertThat(node.node.admin().status().index()).isGreaterThan(4);
    }
  }

  @Test
  void whatAProviderLeftIsKeptWhileOtherRolesAreSwapped() throws Exception {
    try (TestNode node = TestNode.start(home, "state = memory")) {
      node.person().call("0xSW:0x001:k:1");
      node.node.goes(Role.STATE, "memory");

      assertThatThrownBy(() -> TestNode.get(node.node.admin().swap(Role.STATE, "rocksdb", SELF)))
          .hasStackTraceContaining("lie with memory, which is away now");

      node.node.came(Role.STATE, "memory");
      await().atMost(TestNode.soon()).until(() -> node.node.admin().status().index() > 0);
    }
  }

  @Test
  void aProviderThatNobodyUsesMayGo() throws Exception {
    try (TestNode node = TestNode.start(home, "state = memory")) {
      node.node.goes(Role.STATE, "rocksdb");
      node.node.came(Role.STATE, "rocksdb");

      assertThat(node.person().call("0xSW:0x001:k:1").status()).isEqualTo(Status.OK);
      assertThat(node.node.admin().roles().get(0).provider()).isEqualTo("memory");
    }
  }

  @Test
  void aVersionThatGoesLeavesTheOneThatServes() throws Exception {
    try (TestNode node = TestNode.start(home, "state = memory")) {
      TestNode.Person ann = node.person();
      node.node.goes(Role.STATE, "memory@9.9.9");

      assertThat(ann.call("0xSW:0x001:k:1").status()).isEqualTo(Status.OK);
    }
  }

  @Test
  void aChangedWishIsASwap() throws Exception {
    try (TestNode node = TestNode.start(home, "state = memory")) {
      TestNode.Person ann = node.person();
      ann.call("0xSW:0x001:k:1");

      Files.writeString(home.resolve("etc/io.cmesh.roles.cfg"), "state = rocksdb");

      await()
          .atMost(TestNode.soon())
          .until(() -> "rocksdb".equals(node.node.admin().roles().get(0).provider()));
      assertThat(ann.call("0xS:0x001:k").payload().utf8()).isEqualTo("1");
    }
  }

  @Test
  void aSwapToWhatIsThereOrToNobodyIsRefused() throws Exception {
    try (TestNode node = TestNode.start(home, "state = memory")) {
      assertThatThrownBy(() -> TestNode.get(node.node.admin().swap(Role.STATE, "memory", SELF)))
          .isInstanceOf(MeshException.class)
          .hasMessageContaining("filled by memory already");
      assertThatThrownBy(() -> TestNode.get(node.node.admin().swap(Role.STATE, "cards", SELF)))
          .hasStackTraceContaining("provider cards");
      assertThat(node.person().call("0xSW:0x001:k:1").status()).isEqualTo(Status.OK);
    }
  }

  @Test
  void aRoleThatMayBeEmptyIsEmptiedAndStaysSo() throws Exception {
    try (TestNode node = TestNode.start(home, "state = memory", "contract = fake")) {
      TestNode.Person ann = node.person();
      ann.call("0xSW:0x001:k:1");

      assertThat(TestNode.get(node.node.admin().swap(Role.CONTRACT, "none", SELF)).provider())
          .isNull();

      assertThat(ann.call("0xS:0x001:k").payload().utf8()).isEqualTo("1");
      assertThat(ann.call("0xSW:0x001:k:2").status()).isEqualTo(Status.OK);
      assertThat(Files.readString(home.resolve("assembly.json"))).doesNotContain("contract");
      assertThatThrownBy(() -> TestNode.get(node.node.admin().swap(Role.CONTRACT, "none", SELF)))
          .hasMessageContaining("filled by nobody already");
    }
    assertThat(Files.readString(home.resolve("etc/io.cmesh.roles.cfg")))
        .contains("contract = none");
    try (TestNode node = TestNode.start(home, "state = memory", "contract = none")) {
      assertThat(node.person().call("0xI:whoami").status()).isEqualTo(Status.OK);
      assertThat(TestNode.get(node.node.admin().swap(Role.CONTRACT, "fake", SELF)).provider())
          .isEqualTo("fake");
    }
  }

  @ParameterizedTest
  @CsvSource({"STATE", "CONSENSUS", "EVENTS", "IAM", "ROUTER", "REGISTRAR"})
  void aRoleThatTheNodeNeedsIsNotEmptied(Role role) throws Exception {
    try (TestNode node = TestNode.start(home, "state = memory")) {
      assertThatThrownBy(() -> TestNode.get(node.node.admin().swap(role, "none", SELF)))
          .isInstanceOfSatisfying(
              MeshException.class, e -> assertThat(e.code()).isEqualTo("CMESH-SWP-006"))
          .hasMessageContaining("only contract, proof, overlay may be empty");
    }
  }

  @Test
  void ofTwoSwapsAtOnceOneIsAConflict() throws Exception {
    try (TestNode node = TestNode.start(home, "state = memory")) {
      node.person();
      CompletionStage<?> first = node.node.admin().swap(Role.STATE, "rocksdb", SELF);

      assertThatThrownBy(() -> node.node.admin().swap(Role.CONSENSUS, "mock", SELF))
          .isInstanceOfSatisfying(
              MeshException.class,
              e -> {
                assertThat(e.status()).isEqualTo(Status.CONFLICT);
                assertThat(e.code()).isEqualTo("CMESH-ADM-002");
              });
      TestNode.get(first);
    }
  }

  @Test
  void aRelativeFileIsRefusedForBackups() throws Exception {
    try (TestNode node = TestNode.start(home, "state = memory")) {
      assertThatThrownBy(
              () -> TestNode.get(node.node.admin().backup(Path.of("backup.cmesh"), SELF)))
          .hasStackTraceContaining("absolute path");
      assertThatThrownBy(
              () -> TestNode.get(node.node.admin().backup(home.resolve("no/such/dir/file"), SELF)))
          .hasStackTraceContaining("cannot be written");
    }
  }

  @Test
  void aBackupIntoADirectoryThatIsNotThereIsABadRequestThatNamesIt() throws Exception {
    Files.writeString(home.resolve("file"), "no directory");
    try (TestNode node = TestNode.start(home, "state = memory")) {
      for (String place : new String[] {"no/such/backup", "file/backup"}) {
        assertThatThrownBy(() -> TestNode.get(node.node.admin().backup(home.resolve(place), SELF)))
            .cause()
            .isInstanceOfSatisfying(
                MeshException.class,
                e -> {
                  assertThat(e.status()).isEqualTo(Status.BAD_REQUEST);
                  assertThat(e.text()).contains(home.resolve(place).toString(), "expected");
                  assertThat(e.hint()).hasValueSatisfying(h -> assertThat(h).contains("mkdir -p"));
                });
      }
    }
  }

  @Test
  void aStateIsRestoredAcrossProviders() throws Exception {
    Path file = home.resolve("backup.cmesh");
    try (TestNode node = TestNode.start(home, "state = memory")) {
      TestNode.Person ann = node.person();
      ann.call("0xSW:0x001:k:\"before\"");
      TestNode.get(node.node.admin().backup(file, SELF));
      ann.call("0xSW:0x001:k:\"after\"");
      TestNode.get(node.node.admin().swap(Role.STATE, "rocksdb", SELF));

      TestNode.get(node.node.admin().restore(file, SELF));

      assertThat(ann.call("0xS:0x001:k").payload().utf8()).isEqualTo("\"before\"");
      assertThat(node.node.admin().roles().get(0).provider()).isEqualTo("rocksdb");
    }
  }
}
