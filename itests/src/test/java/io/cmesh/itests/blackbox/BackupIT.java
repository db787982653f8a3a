package io.cmesh.itests.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmesh.itests.node.CommandResult;
import io.cmesh.itests.node.NodeProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup is taken while the node serves, and restored only where it is whole. */
class BackupIT {
  @TempDir Path directory;
  private NodeProcess node;
  private Path backup;

  @BeforeEach
  void start() {
    node = NodeProcess.in(directory).up();
    backup = directory.resolve("node.backup");
    node.cmesh("login").exits(0);
    node.cmesh("call", "0xSW:0x001:k:before").exits(0);
    node.cmesh("backup", backup.toString()).exits(0);
    node.cmesh("call", "0xSW:0x001:k:after").exits(0);
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void aRestoreBringsBackWhatWasThen() {
    node.cmesh("restore", backup.toString()).exits(0);
    assertThat(node.cmesh("call", "0xS:0x001:k").exits(0).text()).isEqualTo("\"before\"");
    node.cmesh("call", "0xSW:0x001:k:later").exits(0);
    assertThat(node.cmesh("call", "0xS:0x001:k").exits(0).text()).isEqualTo("\"later\"");
  }

  @Test
  void whatWasRestoredSurvivesAKill() {
    node.cmesh("restore", backup.toString()).exits(0);
    node.kill9();
    node.up();
    assertThat(node.cmesh("call", "0xS:0x001:k").exits(0).text()).isEqualTo("\"before\"");
  }

  @Test
  void aDamagedBackupIsRefusedAndChangesNothing() throws IOException {
    byte[] bytes = Files.readAllBytes(backup);
    bytes[bytes.length / 2] ^= 1;
    Files.write(backup, bytes);
    CommandResult refused = node.cmesh("restore", backup.toString()).exits(1);
    assertThat(refused.err()).contains("CMESH-");
    assertThat(node.cmesh("call", "0xS:0x001:k").exits(0).text()).isEqualTo("\"after\"");
  }

  @Test
  void aCutBackupIsRefused() throws IOException {
    byte[] bytes = Files.readAllBytes(backup);
    Files.write(backup, java.util.Arrays.copyOf(bytes, bytes.length - 7));
    node.cmesh("restore", backup.toString()).exits(1);
    assertThat(node.cmesh("call", "0xS:0x001:k").exits(0).text()).isEqualTo("\"after\"");
  }

  @Test
  void aBackupNeedsTheOperatorsKey() throws IOException {
    Files.delete(node.home().resolve("admin.key"));
    assertThat(node.cmesh("backup", directory.resolve("other").toString()).exit()).isNotZero();
    assertThat(directory.resolve("other")).doesNotExist();
  }
}
