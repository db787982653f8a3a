package io.cmesh.kernel.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cmesh.api.command.Principal;
import io.cmesh.api.message.Status;
import io.cmesh.runtime.JdkDisk;
import io.cmesh.tck.support.FaultyDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The log is cut behind what is durable, and nothing that anybody still needs is cut. */
class LogKeeperTest {
  private static final Principal SELF = Principal.node("did:key:self");
  private static final String PAYLOAD = "x".repeat(2_000);

  @TempDir Path home;
  @TempDir Path elsewhere;

  @BeforeEach
  void keepTheLogShort() throws Exception {
    Files.createDirectories(home.resolve("etc"));
    Files.writeString(home.resolve("etc/io.cmesh.kernel.cfg"), "log.maxBytes = 64KiB");
    Files.writeString(home.resolve("etc/io.cmesh.consensus.solo.cfg"), "segmentBytes = 16KiB");
  }

  private static void write(TestNode.Person who, int from, int to) throws Exception {
    for (int i = from; i < to; i++) {
      assertThat(who.call("0xSW:0x001:k" + i + ":" + PAYLOAD + i).status()).isEqualTo(Status.OK);
    }
  }

  private static void assertWritten(TestNode.Person who, int to) throws Exception {
    for (int i = 0; i < to; i++) {
      assertThat(who.call("0xS:0x001:k" + i).payload().utf8()).isEqualTo("\"" + PAYLOAD + i + "\"");
    }
  }

  private static List<Path> segments(Path home) {
    try (Stream<Path> files = Files.walk(home.resolve("data"))) {
      return files
          .filter(file -> file.toString().contains("consensus-"))
          .filter(file -> file.toString().endsWith(".log"))
          .sorted(Comparator.comparing(Path::toString))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the segment that begins with the first command is gone. */
  private static boolean isCut(Path home) {
    return !segments(home).get(0).getFileName().toString().matches("0{19}1\\.log");
  }

  private static void awaitCut(Path home) {
    await().atMost(TestNode.soon()).until(() -> isCut(home));
  }

  /** What a killed process leaves on the disk; locks of this JVM are not among it. */
  private Path afterAKill() throws Exception {
    try (Stream<Path> paths = Files.walk(home)) {
      for (Path path : paths.toList()) {
        Path target = elsewhere.resolve(home.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(target);
        } else if (!path.getFileName().toString().equals("LOCK")) {
          Files.copy(path, target);
        }
      }
    }
    return elsewhere;
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "rocksdb"})
  void afterACutAndAKillTheNodeStartsWithEveryWrite(String state) throws Exception {
    TestNode killed = TestNode.start(home, "state = " + state);
    TestNode.Person ann = killed.person();
    write(ann, 0, 60);
    awaitCut(home);
    write(ann, 60, 65);
    killed.abandon();

    try (TestNode node = TestNode.start(afterAKill(), "state = " + state)) {
      assertWritten(node.as(ann), 65);
      assertThat(node.as(ann).call("0xSW:0x001:k65:1").status()).isEqualTo(Status.OK);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "rocksdb"})
  void aLogThatGrowsAgainIsCutAgain(String state) throws Exception {
    try (TestNode node = TestNode.start(home, "state = " + state)) {
      TestNode.Person ann = node.person();
      write(ann, 0, 60);
      awaitCut(home);
      Path first = segments(home).get(0);
      write(ann, 60, 120);

      await().atMost(TestNode.soon()).until(() -> !segments(home).contains(first));
      assertWritten(ann, 120);
    }
  }

  @Test
  void aShortLogIsNotCut() throws Exception {
    try (TestNode node = TestNode.start(home, "state = memory")) {
      TestNode.Person ann = node.person();
      write(ann, 0, 20);
      // Until the keeper has certainly looked, twice.
      long looked = System.nanoTime() + 2_500_000_000L;
      await().atMost(TestNode.soon()).until(() -> System.nanoTime() > looked);

      assertThat(isCut(home)).isFalse();
      assertThat(home.resolve("data/kernel.snapshot")).doesNotExist();
    }
  }

  @Test
  void whereTheStateCannotBeMadeDurableNothingIsCut() throws Exception {
    FaultyDisk disk = new FaultyDisk(new JdkDisk());
    TestNode killed = TestNode.start(home, disk, "state = memory");
    TestNode.Person ann = killed.person();
    write(ann, 0, 25);
    assertThat(isCut(home)).isFalse();
    // Room for the commands, none for a snapshot of all of them.
    disk.fillAfter(40_000);
    for (int i = 25; i < 60; i++) {
      ann.call("0xSW:0x001:k" + i + ":" + PAYLOAD + i);
    }
    long looked = System.nanoTime() + 2_500_000_000L;
    await().atMost(TestNode.soon()).until(() -> System.nanoTime() > looked);

    assertThat(isCut(home)).isFalse();
    killed.abandon();
    try (TestNode node = TestNode.start(afterAKill(), "state = memory")) {
      assertWritten(node.as(ann), 25);
    }
  }

  @Test
  void aBackupFromBeforeACutIsRestoredAfterIt() throws Exception {
    Path backup = elsewhere.resolve("before.cmesh");
    try (TestNode node = TestNode.start(home, "state = memory")) {
      TestNode.Person ann = node.person();
      write(ann, 0, 5);
      TestNode.get(node.node.admin().backup(backup, SELF));
      write(ann, 5, 60);
      awaitCut(home);

      TestNode.get(node.node.admin().restore(backup, SELF));

      assertWritten(ann, 5);
      assertThat(ann.call("0xS:0x001:k5").status()).isEqualTo(Status.NOT_FOUND);
      write(ann, 60, 61);
    }
    try (TestNode node = TestNode.start(home, "state = memory")) {
      assertThat(node.node.admin().status().index()).isPositive();
    }
  }

  @Test
  void eventsThatWerePublishedBeforeACutAreReadAfterIt() throws Exception {
    TestNode.Person ann;
    try (TestNode node = TestNode.start(home, "state = memory")) {
      ann = node.person();
      for (int i = 0; i < 60; i++) {
        assertThat(ann.call("0xEW:demo.a:" + PAYLOAD + i).status()).isEqualTo(Status.OK);
      }
      awaitCut(home);
    }
    try (TestNode node = TestNode.start(home, "state = memory")) {
      String first = node.as(ann).call("0xE:demo.a:read:{\"from\":1,\"limit\":1}").payload().utf8();
      assertThat(first).contains("\"payload\":\"" + PAYLOAD + "0\"");
    }
  }
}
