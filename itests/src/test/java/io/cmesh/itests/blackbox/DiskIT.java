package io.cmesh.itests.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cmesh.client.Answer;
import io.cmesh.client.MeshClient;
import io.cmesh.client.RetryPolicy;
import io.cmesh.itests.node.CommandResult;
import io.cmesh.itests.node.Commands;
import io.cmesh.itests.node.NodeProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is full, and one that lies. */
class DiskIT {
  @TempDir Path directory;

  @Test
  void onAFullDiskWritesFailClearlyAndReadsGoOn() throws IOException {
    Path mount = Files.createDirectory(directory.resolve("small"));
    boolean mounted =
        shell("mount", "-t", "tmpfs", "-o", "size=48m", "tmpfs", mount.toString()) == 0;
    assertThat(mounted || System.getenv("CI") == null).as("CI can mount a tmpfs").isTrue();
    assumeTrue(mounted, "a tmpfs needs root");
    try (NodeProcess node = NodeProcess.in(directory, mount.resolve("home"))) {
      node.up();
      fillAndTry(node, mount);
    } finally {
      assertThat(shell("umount", mount.toString())).isZero();
    }
  }

  private static void fillAndTry(NodeProcess node, Path mount) throws IOException {
    try (MeshClient client = node.as("writer").with(RetryPolicy.NEVER)) {
      NodeProcess.payload(client.call("0xSW:0x0f1:k:here"));
      Path ballast = mount.resolve("ballast");
      fill(ballast);
      Answer full = firstRefusal(client);
      assertThat(full.status()).as(full.message().toString()).isIn(503, 507);
      assertThat(full.error().require("code")).startsWith("CMESH-");
      assertThat(NodeProcess.payload(client.call("0xS:0x0f1:k"))).isEqualTo("\"here\"");
      Files.delete(ballast);
    }
    node.kill9();
    node.up();
    try (MeshClient client = node.as("writer")) {
      assertThat(NodeProcess.payload(client.call("0xS:0x0f1:k"))).isEqualTo("\"here\"");
      NodeProcess.payload(client.call("0xSW:0x0f1:k:again"));
    }
  }

  private static Answer firstRefusal(MeshClient client) {
    for (int i = 0; i < 5_000; i++) {
      Answer answer = client.call("0xSW:0x0f1:big" + i + ":" + "x".repeat(16_000));
      if (!answer.ok()) {
        return answer;
      }
    }
    throw new AssertionError("80 MB were written to a disk of 48 MB");
  }

  /** Writes until there is no room left. */
  private static void fill(Path file) {
    byte[] block = new byte[1 << 16];
    try (var out = Files.newOutputStream(file)) {
      while (true) {
        out.write(block);
      }
    } catch (IOException e) {
      assertThat(file).exists();
    }
  }

  @Test
  void aCorruptStoreStopsTheStartAndSaysWhatToDo() throws IOException {
    try (NodeProcess node = NodeProcess.in(directory)) {
      node.up();
      try (MeshClient client = node.as("writer")) {
        for (int i = 0; i < 50; i++) {
          NodeProcess.payload(client.call("0xSW:0x0f2:k" + i + ":" + "v".repeat(2_000)));
        }
      }
      node.down();
      damageLogs(node.home().resolve("data"));
      CommandResult start = node.tryUp();
      assertThat(start.exit()).as(start.out() + start.err()).isNotZero();
      assertThat(start.out() + start.err()).contains("CMESH-");
    }
  }

  /** Turns over bytes in the middle of every larger file of the store and the log. */
  private static void damageLogs(Path data) throws IOException {
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        byte[] bytes = Files.readAllBytes(file);
        for (int i = bytes.length / 4; bytes.length > 1_000 && i < bytes.length / 2; i += 97) {
          bytes[i] ^= 0x5A;
        }
        Files.write(file, bytes);
      }
    }
  }

  private int shell(String... command) {
    return Commands.run(directory, Map.of(), Duration.ofSeconds(20), List.of(command)).exit();
  }
}
