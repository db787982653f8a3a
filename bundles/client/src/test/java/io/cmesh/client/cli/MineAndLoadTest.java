package io.cmesh.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmesh.client.Doc;
import io.cmesh.client.StubNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MineAndLoadTest {
  @TempDir Path directory;

  private StubNode node;
  private CliRun cli;

  @BeforeEach
  void start() throws IOException {
    node = new StubNode().answering(200, "1");
    cli = new CliRun(directory);
    cli.environment.put("CMESH_NODE", node.url().toString());
    cli.operator();
    cli.run("login");
    Files.writeString(directory.resolve("requests.log"), "1;0xS:0x001:a\n2;0xS:0x001:a\n");
    node.on("POST /mine", 200, "{\"job\":\"j1\"}");
    node.on(
        "GET /mine/j1",
        200,
        "{\"job\":\"j1\",\"state\":\"done\",\"lines\":2,\"answered\":2,\"ratePerSecond\":25000.4}");
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void aJobIsStartedByTheOperatorForTheCurrentIdentity() {
    CliRun.Result result = cli.run("mine", "requests.log", "--out", "responses.log");

    StubNode.Seen start = node.seen("/mine").get(0);
    assertThat(result.code()).isZero();
    assertThat(result.err()).contains("2 lines answered, 25,000 lines/s");
    assertThat(start.token().split("\\.")).hasSize(3);
    assertThat(start.body().require("asToken")).isEqualTo("token-1");
    assertThat(start.body().require("log")).isEqualTo(directory.resolve("requests.log").toString());
    assertThat(start.body().require("out"))
        .isEqualTo(directory.resolve("responses.log").toString());
    assertThat(start.body().require("follow")).isEqualTo("false");
  }

  @Test
  void aLogThatWasAnsweredBeforeClaimsNoRate() {
    node.on("GET /mine/j1", 200, "{\"state\":\"done\",\"answered\":2,\"ratePerSecond\":0}");

    assertThat(cli.run("mine", "requests.log", "--out", "o").err())
        .contains("2 lines were answered already, in o");
  }

  @Test
  void aRunningJobIsWatchedToItsEnd() {
    node.first("GET /mine/j1", StubNode.Reply.of(200, "{\"state\":\"running\",\"answered\":1}"));

    assertThat(cli.run("mine", "requests.log", "--out", "o").code()).isZero();
    assertThat(node.seen("/mine/j1")).hasSize(2);
  }

  @Test
  void onATerminalProgressIsShown() {
    cli.terminal = true;
    node.first(
        "GET /mine/j1",
        StubNode.Reply.of(200, "{\"state\":\"running\",\"answered\":1,\"ratePerSecond\":10}"));

    assertThat(cli.run("mine", "requests.log", "--out", "o").err()).contains("50 %  1 lines  10/s");
  }

  @Test
  void elsewhereThereIsNone() {
    node.first("GET /mine/j1", StubNode.Reply.of(200, "{\"state\":\"running\",\"answered\":1}"));

    assertThat(cli.run("mine", "requests.log", "--out", "o").err()).doesNotContain("\r");
  }

  @Test
  void aFailedJobSaysWhy() {
    node.on(
        "GET /mine/j1",
        200,
        "{\"state\":\"failed\",\"error\":{\"code\":\"CMESH-MIN-001\",\"message\":\"disk full\"}}");

    CliRun.Result result = cli.run("mine", "requests.log", "--out", "o");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains("disk full").contains("CMESH-MIN-001");
  }

  @Test
  void aLogThatIsNotThereIsNamedBeforeTheNodeIsAsked() {
    CliRun.Result result = cli.run("mine", "nothing.log", "--out", "o");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains("nothing.log").contains("--follow");
    assertThat(node.seen("/mine")).isEmpty();
  }

  @Test
  void loadCountsEveryRequestAndItsStatus() {
    CliRun.Result result = cli.run("load", "--count", "30", "--in-flight", "4", "-o", "json");

    Doc report = Doc.parse(result.out().getBytes(StandardCharsets.UTF_8));
    assertThat(result.code()).isZero();
    assertThat(report.number("requests", 0)).isEqualTo(30);
    assertThat(report.object("statuses").number("200", 0)).isEqualTo(30);
    List<StubNode.Seen> asked = node.seen("/cmtp").stream().skip(1).toList();
    assertThat(asked).hasSize(30);
    assertThat(asked.stream().map(seen -> seen.body().require("fqmn")).distinct()).hasSize(3);
    assertThat(asked.stream().map(seen -> seen.body().require("id")).distinct()).hasSize(30);
    assertThat(asked.get(0).token()).isEqualTo("token-1");
  }

  @Test
  void moreInFlightThanConnectionsShareThem() {
    CliRun.Result result = cli.run("load", "--count", "500", "--in-flight", "200", "-o", "json");

    Doc report = Doc.parse(result.out().getBytes(StandardCharsets.UTF_8));
    assertThat(result.code()).isZero();
    assertThat(report.object("statuses").number("200", 0)).isEqualTo(500);
  }

  @Test
  void loadTellsWhatTheFirstErrorWas() {
    node.on(
        "POST /cmtp",
        seen ->
            seen.body().require("fqmn").equals("0xI:whoami")
                ? StubNode.Reply.of(200, StubNode.message(seen, 200, "{}"))
                : StubNode.Reply.of(
                    404,
                    StubNode.message(
                        seen, 404, "{\"code\":\"X\",\"message\":\"none\",\"hint\":\"Write it\"}")));

    CliRun.Result result = cli.run("load", "--count", "5", "0xS:0x001:a");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains("the first error: none. Write it");
  }

  @Test
  void loadOnANodeThatIsDownSaysSo() {
    node.close();

    assertThat(cli.run("load", "--count", "5").code()).isEqualTo(3);
  }

  @Test
  void loadWithErrorsFails() {
    node.on(
        "POST /cmtp",
        seen ->
            seen.body().require("fqmn").equals("0xI:whoami")
                ? StubNode.Reply.of(200, StubNode.message(seen, 200, "{}"))
                : StubNode.Reply.of(
                    503, StubNode.message(seen, 503, "{\"code\":\"X\",\"message\":\"busy\"}")));

    CliRun.Result result = cli.run("load", "--count", "5", "0xS:0x001:a", "-o", "json");

    assertThat(result.code()).isEqualTo(1);
    assertThat(Doc.parse(result.out().getBytes(StandardCharsets.UTF_8)).number("errors", 0))
        .isEqualTo(5);
  }

  @Test
  void loadAtARateTakesItsTime() {
    CliRun.Result result = cli.run("load", "--count", "21", "--rate", "100", "-o", "json");

    Doc report = Doc.parse(result.out().getBytes(StandardCharsets.UTF_8));
    assertThat(Double.parseDouble(report.require("seconds"))).isGreaterThan(0.19);
  }

  @Test
  void percentilesAreOffByLittle() {
    Latencies latencies = new Latencies();
    for (int i = 1; i <= 1000; i++) {
      latencies.add(i * 1_000_000L);
    }

    assertThat(latencies.percentile(50) / 1e6).isBetween(500.0, 510.0);
    assertThat(latencies.percentile(99) / 1e6).isBetween(990.0, 1010.0);
    assertThat(latencies.percentile(99.9) / 1e6).isBetween(999.0, 1020.0);
  }
}
