package io.cmesh.kernel.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmesh.api.command.Principal;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Message;
import io.cmesh.api.message.Status;
import io.cmesh.api.node.RoleStatus;
import io.cmesh.api.provider.Role;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LastingTest {
  private static final Principal SELF = Principal.node("did:key:self");

  @TempDir Path home;

  @ParameterizedTest
  @ValueSource(strings = {"memory", "rocksdb"})
  void aNodeThatWasStoppedHasEverythingWhenItStartsAgain(String state) throws Exception {
    String digest;
    try (TestNode node = TestNode.start(home, "state = " + state)) {
      TestNode.Person ann = node.person();
      for (int i = 0; i < 200; i++) {
        assertThat(ann.call("0xSW:0x001:k" + i + ":" + i).status()).isEqualTo(Status.OK);
      }
      ann.call("0xRW:mine.mcom:0xS:0x001:k7");
      digest = stateDigest(node, ann);
    }

    try (TestNode node = TestNode.start(home, "state = " + state)) {
      TestNode.Person bob = node.person();
      assertThat(bob.call("0xR:mine.mcom").status()).isEqualTo(Status.FORBIDDEN);
      assertThat(digest).hasSize(64);
    }
  }

  private static String stateDigest(TestNode node, TestNode.Person who) throws Exception {
    return who.call("0xC:chain:head")
        .payload()
        .utf8()
        .replaceAll(".*\"stateDigest\":\"(\\w+)\".*", "$1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "rocksdb"})
  void aNodeThatWasKilledHasEveryAcknowledgedWriteOnce(String state) throws Exception {
    TestNode.Person ann;
    TestNode killed = TestNode.start(home, "state = " + state);
    ann = killed.person();
    for (int i = 0; i < 300; i++) {
      ann.call("0xSW:0x001:k" + i + ":" + i);
    }
    long index = killed.node.admin().status().index();
    killed.abandon();

    if (state.equals("rocksdb")) {
      // In one JVM the engine's lock is still held by the abandoned instance: a copy stands for the
      // disk after the kill.
      home = copy(home);
    }
    try (TestNode node = TestNode.start(home, "state = " + state)) {
      Message last =
          TestNode.get(
              node.node
                  .dispatcher()
                  .dispatch(
                      Message.request(TestNode.newId(), "0xS:0x001:k299", ann.token),
                      io.cmesh.api.node.Origin.of("t", "")));
      assertThat(last.payload().utf8()).isEqualTo("299");
      assertThat(node.node.admin().status().index()).isGreaterThanOrEqualTo(index);
    }
  }

  private static Path copy(Path from) throws Exception {
    Path to = Files.createTempDirectory("killed");
    try (var paths = Files.walk(from)) {
      for (Path path : paths.toList()) {
        Path target = to.resolve(from.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(target);
        } else if (!path.getFileName().toString().equals("LOCK")) {
          Files.copy(path, target);
        }
      }
    }
    return to;
  }

  @Test
  void aBackupIsRestoredIntoARunningNode() throws Exception {
    try (TestNode node = TestNode.start(home, "state = memory")) {
      TestNode.Person ann = node.person();
      ann.call("0xSW:0x001:k:\"before\"");
      Path file = home.resolve("backup.cmesh");
      long index = TestNode.get(node.node.admin().backup(file, SELF));
      ann.call("0xSW:0x001:k:\"after\"");

      assertThat(TestNode.get(node.node.admin().restore(file, SELF))).isEqualTo(index);

      assertThat(ann.call("0xS:0x001:k").payload().utf8()).isEqualTo("\"before\"");
      assertThat(ann.call("0xSW:0x001:k:\"later\"").status()).isEqualTo(Status.OK);
    }
    try (TestNode node = TestNode.start(home, "state = memory")) {
      assertThat(node.node.admin().status().index()).isPositive();
    }
  }

  @Test
  void aBackupReplacesAnEarlierOneAndNoOtherFile() throws Exception {
    try (TestNode node = TestNode.start(home, "state = memory")) {
      Path key = home.resolve("admin.key");
      byte[] before = Files.readAllBytes(key);

      assertThatThrownBy(() -> TestNode.get(node.node.admin().backup(key, SELF)))
          .hasRootCauseInstanceOf(MeshException.class)
          .hasMessageContaining("is no backup");
      assertThat(key).hasBinaryContent(before);

      Path file = home.resolve("backup.cmesh");
      TestNode.get(node.node.admin().backup(file, SELF));
      assertThat(TestNode.get(node.node.admin().backup(file, SELF))).isPositive();
    }
  }

  @Test
  void aDamagedBackupIsRefusedAndNothingChanges() throws Exception {
    try (TestNode node = TestNode.start(home, "state = memory")) {
      TestNode.Person ann = node.person();
      ann.call("0xSW:0x001:k:1");
      Path file = home.resolve("backup.cmesh");
      TestNode.get(node.node.admin().backup(file, SELF));
      byte[] bytes = Files.readAllBytes(file);
      bytes[bytes.length / 2] ^= 1;
      Files.write(file, bytes);

      assertThatThrownBy(() -> TestNode.get(node.node.admin().restore(file, SELF)))
          .hasRootCauseInstanceOf(MeshException.class)
          .hasMessageContaining("damaged");
      assertThat(ann.call("0xS:0x001:k").payload().utf8()).isEqualTo("1");
    }
  }

  @Test
  void theStateMovesToAnotherProviderWhileItIsWrittenTo() throws Exception {
    try (TestNode node = TestNode.start(home, "state = memory")) {
      TestNode.Person ann = node.person();
      List<CompletionStage<Message>> writes = new ArrayList<>();
      for (int i = 0; i < 2_000; i++) {
        writes.add(ann.begin("0xSW:0x001:k" + i + ":" + i));
        if (i == 500) {
          RoleStatus status = TestNode.get(node.node.admin().swap(Role.STATE, "rocksdb", SELF));
          assertThat(status.provider()).isEqualTo("rocksdb");
        }
      }
      for (CompletionStage<Message> write : writes) {
        assertThat(TestNode.get(write).status()).isEqualTo(Status.OK);
      }
      for (int i = 0; i < 2_000; i += 97) {
        assertThat(ann.call("0xS:0x001:k" + i).payload().utf8()).isEqualTo(String.valueOf(i));
      }
    }
    assertThat(Files.readString(home.resolve("etc/io.cmesh.roles.cfg")))
        .isEqualTo("state = rocksdb\n");
  }

  @Test
  void theLogMovesToAnotherProviderAndNothingIsLost() throws Exception {
    try (TestNode node = TestNode.start(home, "state = rocksdb")) {
      TestNode.Person ann = node.person();
      ann.call("0xSW:0x001:k:1");

      TestNode.get(node.node.admin().swap(Role.CONSENSUS, "mock", SELF));

      assertThat(ann.call("0xS:0x001:k").payload().utf8()).isEqualTo("1");
      assertThat(ann.call("0xSW:0x001:k:2").status()).isEqualTo(Status.OK);
    }
    try (TestNode node = TestNode.start(home, "state = rocksdb", "consensus = mock")) {
      assertThat(node.node.admin().status().index()).isGreaterThan(3);
    }
  }

  @Test
  void aDifferenceBetweenIsAndWantedIsASwap() throws Exception {
    try (TestNode node = TestNode.start(home, "state = memory")) {
      node.person().call("0xSW:0x001:k:1");
    }
    try (TestNode node = TestNode.start(home, "state = rocksdb")) {
      org.awaitility.Awaitility.await()
          .atMost(TestNode.soon())
          .until(() -> "rocksdb".equals(node.node.admin().roles().get(0).provider()));
    }
  }

  @Test
  void aMissingProviderStopsTheStartAndIsNamed() {
    assertThatThrownBy(() -> TestNode.start(home, "state = punchcards"))
        .isInstanceOf(MeshException.class)
        .hasMessageContaining("punchcards")
        .hasMessageContaining("memory, rocksdb");
  }
}
