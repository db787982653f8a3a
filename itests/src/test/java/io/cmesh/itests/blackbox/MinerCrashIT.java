package io.cmesh.itests.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cmesh.itests.blackbox.RequestLogs.Response;
import io.cmesh.itests.node.CommandResult;
import io.cmesh.itests.node.NodeProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log whose writes are not idempotent, mined through three kills: each line is done once. */
class MinerCrashIT {
  private static final int LINES = 30_000;
  private static final int KILLS = 3;
  private static final String CONTRACT = "0x0aa1";
  private static final Duration MINING = Duration.ofMinutes(3);

  @TempDir Path directory;

  @Test
  void threeKillsLoseNothingAndRepeatNothing() {
    Path log = RequestLogs.write(directory.resolve("requests.log"), LINES, MinerCrashIT::request);
    Path out = directory.resolve("responses.log");
    try (NodeProcess node = NodeProcess.in(directory)) {
      node.up("--set", "io.cmesh.roles.contract=mock");
      node.cmesh("login").exits(0);
      node.cmesh("call", "0xSW:0x001:hello_world:Hello").exits(0);
      deploy(node);
      for (int kill = 1; kill <= KILLS; kill++) {
        mineUntil(node, log, out, kill * LINES / (KILLS + 2));
      }
      mine(node, log, out).exits(0);
      requireEachLineOnce(out);
      requireEachWriteOnce(node);
    }
  }

  /** Every third line appends its id. */
  private static String request(int id) {
    return id % 3 == 0 ? "0xSW:" + CONTRACT + ":append:[" + id + "]" : "0xS:0x001:hello_world";
  }

  private void deploy(NodeProcess node) {
    Path code = directory.resolve("contract.txt");
    try {
      Files.writeString(code, "mock:append");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    node.cmesh("contract", "deploy", code.toString(), "--address", CONTRACT).exits(0);
  }

  private static CommandResult mine(NodeProcess node, Path log, Path out) {
    return node.cmesh(MINING, "mine", log.toString(), "--out", out.toString());
  }

  private static void mineUntil(NodeProcess node, Path log, Path out, int answered) {
    CompletableFuture<CommandResult> mining =
        CompletableFuture.supplyAsync(() -> mine(node, log, out));
    await()
        .atMost(MINING)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> mining.isDone() || lines(out) >= answered);
    assertThat(mining).as("still mining when it is killed").isNotDone();
    node.kill9();
    assertThat(mining.join().exit()).isNotZero();
    node.up();
  }

  private static long lines(Path file) {
    if (!Files.exists(file)) {
      return 0;
    }
    try (Stream<String> lines = Files.lines(file)) {
      return lines.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void requireEachLineOnce(Path out) {
    List<Response> responses = RequestLogs.inOrder(out, LINES);
    assertThat(responses).extracting(Response::status).containsOnly(200);
    // An append answers how many items there are then.
    List<String> counts =
        Stream.iterate(1, n -> n + 1).limit(LINES / 3).map(String::valueOf).toList();
    assertThat(responses.stream().filter(response -> response.id() % 3 == 0))
        .extracting(Response::body)
        .isEqualTo(counts);
  }

  private static void requireEachWriteOnce(NodeProcess node) {
    assertThat(node.cmesh("call", "0xS:" + CONTRACT + ":count").exits(0).text())
        .isEqualTo(Integer.toString(LINES / 3));
  }
}
