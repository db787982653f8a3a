package io.cmesh.itests.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmesh.client.Doc;
import io.cmesh.client.MeshClient;
import io.cmesh.itests.blackbox.RequestLogs.Response;
import io.cmesh.itests.node.CommandResult;
import io.cmesh.itests.node.NodeProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job with its real input: names, values, and the classic log of 30,000 requests. */
class MainJobIT {
  private static final int LINES = 30_000;
  private static final int EVENTS_A_LINE = 4;
  private static final Duration MINING = Duration.ofMinutes(3);

  // A floor that a busy machine reaches too; bench/ measures what a quiet one does.
  private static final int LEAST_LINES_A_SECOND = Integer.getInteger("cmesh.mine.floor", 3_000);

  @TempDir static Path directory;
  private static NodeProcess node;

  @BeforeAll
  static void aPersonSetsUpANodeAndWritesTwoValues() {
    node = NodeProcess.in(directory).up();
    node.cmesh("login").exits(0);
    node.cmesh("name", "register", "helloWorld.mcom", "0xS:0x001").exits(0);
    node.cmesh("name", "register", "helloWorldExample.mcom", "0xS:0x001:hello_world").exits(0);
    node.cmesh("call", "0xSW:0x001:hello_world:Hello World").exits(0);
    node.cmesh("call", "0xSW:helloWorld.mcom:blah_blah:{\"blah\":true}").exits(0);
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @Test
  void aValueIsReadByAddressAndByName() {
    assertThat(node.cmesh("call", "0xS:0x001:hello_world").exits(0).text())
        .isEqualTo("\"Hello World\"");
    assertThat(node.cmesh("call", "0xR:helloWorldExample.mcom").exits(0).text())
        .isEqualTo("\"Hello World\"");
    assertThat(node.cmesh("call", "0xR:helloWorld.mcom:hello_world").exits(0).text())
        .isEqualTo("\"Hello World\"");
  }

  @Test
  void aWholeMessageHasALayerForEachStep() {
    CommandResult result = node.cmesh("-o", "json", "call", "0xR:helloWorldExample.mcom");
    Doc message = result.exits(0).json();
    assertThat(message.require("resolved")).isEqualTo("0xS:0x001:hello_world");
    assertThat(message.objects("layers"))
        .extracting(layer -> layer.require("step"))
        .contains("authenticate", "resolve", "authorize", "execute");
  }

  @Test
  void theClassicLogIsAnsweredInOrderAndAllItsEventsAreStored() {
    long before = eventsStored();
    Path log = RequestLogs.classic(directory.resolve("requests.log"), LINES);
    Path out = directory.resolve("responses.log");
    Doc job = mine(log, out);
    List<Response> responses = RequestLogs.inOrder(out, LINES);
    assertThat(responses).extracting(Response::status).containsOnly(200);
    assertThat(responses.get(0).body()).isEqualTo("{\"blah\":true}");
    assertThat(responses.get(1).body()).isEqualTo("\"Hello World\"");
    assertThat(rate(job)).as("lines a second").isGreaterThan(LEAST_LINES_A_SECOND);
    assertThat(eventsStored() - before).isGreaterThanOrEqualTo((long) LINES * EVENTS_A_LINE);
  }

  @Test
  void aLogOfDistinctKeysIsAnsweredWhole() {
    Path writes =
        RequestLogs.write(
            directory.resolve("writes.log"), LINES, id -> "0xSW:0x002:key" + id + ":" + id);
    Path written = directory.resolve("written.log");
    mine(writes, written);
    assertThat(RequestLogs.inOrder(written, LINES))
        .allSatisfy(response -> assertThat(response.status()).isBetween(200, 201));

    Path reads =
        RequestLogs.write(directory.resolve("reads.log"), LINES, id -> "0xS:0x002:key" + id);
    Path read = directory.resolve("read.log");
    mine(reads, read);
    assertThat(RequestLogs.inOrder(read, LINES))
        .allSatisfy(
            response -> assertThat(response.body()).isEqualTo(Long.toString(response.id())));
  }

  @Test
  void malformedAndRepeatedLinesAreAnsweredAsTheSpecificationSays() {
    Path log = directory.resolve("odd.log");
    String lines =
        "1;0xS:0x001:hello_world\nnonsense\n1;0xS:0x001:blah_blah\n2;0xZ:a\n3;0xI:whoami";
    writeText(log, lines);
    Path out = directory.resolve("odd.out");
    mine(log, out);
    assertThat(RequestLogs.read(out))
        .extracting(Response::id, Response::status)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(1L, 200),
            org.assertj.core.groups.Tuple.tuple(0L, 400),
            org.assertj.core.groups.Tuple.tuple(2L, 400),
            org.assertj.core.groups.Tuple.tuple(3L, 200));
  }

  @Test
  void statusTellsBootTimeAndMemory() {
    Doc status = node.cmesh("-o", "json", "status").exits(0).json();
    assertThat(status.number("bootMillis", 0)).isPositive();
    assertThat(status.number("rssMiB", 0)).isPositive();
    assertThat(status.objects("roles")).hasSizeGreaterThanOrEqualTo(7);
  }

  @Test
  void aCommittedWriteIsAnEvent() {
    assertThat(
            node.cmesh("call", "0xE:events.state.contracts.0x001.blah_blah:read").exits(0).text())
        .contains("\"payload\"")
        .contains("\"seq\"");
  }

  private static Doc mine(Path log, Path out) {
    return node.cmesh(MINING, "-o", "json", "mine", log.toString(), "--out", out.toString())
        .exits(0)
        .json();
  }

  private static double rate(Doc job) {
    return job.value("ratePerSecond") instanceof Number number ? number.doubleValue() : 0;
  }

  private static long eventsStored() {
    try (MeshClient client = node.as("counter")) {
      return client.get("/streams").objects("streams").stream()
          .mapToLong(stream -> stream.number("lastSequence", 0))
          .sum();
    }
  }

  private static void writeText(Path file, String text) {
    try {
      java.nio.file.Files.writeString(file, text);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
