package io.cmesh.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmesh.client.StubNode;
import io.cmesh.client.StubNode.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code cmesh role} and {@code cmesh provider}, against a node whose swap goes step by step. */
class RolesTest {
  private static final String COPYING =
      "\"steps\":[{\"step\":\"open\",\"millis\":12,\"done\":0,\"total\":0},"
          + "{\"step\":\"copy\",\"millis\":40,\"done\":1500,\"total\":3000}]";
  private static final String COPIED =
      "\"steps\":[{\"step\":\"open\",\"millis\":12,\"done\":0,\"total\":0},"
          + "{\"step\":\"copy\",\"millis\":80,\"done\":3000,\"total\":3000},"
          + "{\"step\":\"flip\",\"millis\":2,\"done\":0,\"total\":0},"
          + "{\"step\":\"watch\",\"millis\":9,\"done\":0,\"total\":0}]";

  @TempDir Path directory;
  private final Queue<String> swaps = new ArrayDeque<>();
  private StubNode node;
  private CliRun cli;

  @BeforeEach
  void start() throws IOException {
    node = new StubNode();
    cli = new CliRun(directory);
    cli.environment.put("CMESH_NODE", node.url().toString());
    cli.operator();
    node.on(
        "GET /admin/roles",
        200,
        "{\"roles\":[{\"role\":\"state\",\"provider\":\"memory\",\"durable\":false}]}");
    node.on("GET /admin/swaps", seen -> Reply.of(200, "{\"swaps\":[" + next() + "]}"));
    plan("");
  }

  @AfterEach
  void close() {
    node.close();
  }

  // The last one stays.
  private String next() {
    return swaps.size() > 1 ? swaps.remove() : swaps.isEmpty() ? "" : swaps.element();
  }

  private void plan(String warning) {
    node.on(
        "GET /admin/roles/state/plan",
        200,
        "{\"role\":\"state\",\"from\":\"rocksdb/1\",\"to\":\"memory/1\",\"install\":true,\"entries\":0,"
            + "\"bytes\":5000,\"hold\":\"writes, milliseconds\",\"warnings\":["
            + warning
            + "]}");
  }

  private static String report(int id, String outcome, String steps) {
    return "{\"id\":"
        + id
        + ",\"role\":\"state\",\"from\":\"rocksdb/1\",\"to\":\"memory/1\",\"by\":\"did:key:z\","
        + "\"asked\":\"2026-01-01T00:00:00Z\",\"outcome\":\""
        + outcome
        + "\",\"holdMillis\":3,"
        + steps
        + "}";
  }

  /** A swap that is asked for, is found copying, and ends like this. */
  private void swapEnds(String outcome) {
    node.on("POST /admin/roles/state/swap", 202, report(8, "running", COPYING));
    swaps.addAll(
        List.of(
            report(7, "done", COPIED),
            report(8, "running", COPYING),
            report(8, outcome, COPIED + ",\"error\":\"the digests differ\"")));
  }

  @Test
  void aSwapIsFollowedToItsFlip() {
    swapEnds("watched");

    CliRun.Result result = cli.run("role", "swap", "state", "memory");

    assertThat(result.code()).isZero();
    assertThat(result.err().lines())
        .containsExactly(
            "state: rocksdb/1 -> memory/1",
            "  open         12 ms",
            "  copy         80 ms  3,000 of 3,000",
            "  flip          2 ms",
            "cmesh: warning: state is no longer durable by itself: after a crash it is rebuilt from"
                + " the log",
            "memory/1 serves state; who had to wait waited 3 ms. rocksdb/1 is fed for a while; go"
                + " back: cmesh role rollback state");
    assertThat(result.out()).containsPattern("state +memory");
    assertThat(node.seen("/admin/roles/state/swap").get(0).body().value("wait")).isEqualTo(false);
  }

  @Test
  void onATerminalTheStepThatRunsIsABar() {
    swapEnds("done");
    cli.terminal = true;

    assertThat(cli.run("role", "swap", "state", "memory").err())
        .contains("copy     [###############...............]  50 %  1,500 moved");
  }

  @Test
  void asJsonASwapIsTheRoleWithItsReportAndNothingElse() {
    swapEnds("watched");

    CliRun.Result result = cli.run("role", "swap", "state", "memory", "-o", "json");

    assertThat(result.out())
        .contains("\"provider\" : \"memory\"", "\"swap\" : {", "\"outcome\" : \"watched\"");
    assertThat(result.err()).doesNotContain("copy");
  }

  @ParameterizedTest
  @CsvSource({"turned-away,turned away", "rolled-back,rolled back", "interrupted,interrupted"})
  void aSwapThatEndsOtherwiseFailsAndSaysWhoServesAndWhy(String outcome, String told) {
    swapEnds(outcome);

    CliRun.Result result = cli.run("role", "swap", "state", "memory");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err())
        .contains("memory/1 is " + told + ", rocksdb/1 serves state: the digests differ")
        .contains("cmesh role history")
        .contains("[CMESH-CLI-014]");
  }

  @Test
  void aRefusedSwapIsNotFollowed() {
    node.on("POST /admin/roles/state/swap", 409, "{\"code\":\"X\",\"message\":\"busy\"}");

    assertThat(cli.run("role", "swap", "state", "memory").err()).endsWith("cmesh: busy [X]\n");
  }

  @Test
  void aSwapThatTheNodeHasDoneAlreadyNeedsNoReport() {
    node.on("POST /admin/roles/state/swap", 200, "{\"role\":\"state\"}");

    assertThat(cli.run("role", "swap", "state", "none").code()).isZero();
  }

  @Test
  void aPlanIsShownAndNothingIsDone() {
    plan("\"careful\"");

    CliRun.Result result = cli.run("role", "swap", "state", "memory", "--plan");

    assertThat(result.code()).isZero();
    assertThat(result.out())
        .contains("rocksdb/1", "memory/1", "about 5 KiB", "writes, milliseconds", "careful");
    assertThat(node.seen("/admin/roles/state/swap")).isEmpty();
  }

  @Test
  void aSwapThatLosesAMarkAsksOnATerminalAndIsNotDoneWithoutAYes() {
    plan("\"state is no longer durable\"");
    cli.terminal = true;
    for (String typed : new String[] {"n\n", "", "what?\n"}) {
      cli.typed = typed;

      CliRun.Result result = cli.run("role", "swap", "state", "memory");

      assertThat(result.code()).isEqualTo(1);
      assertThat(result.err()).contains("no longer durable").contains("[y/N]");
    }
    assertThat(node.seen("/admin/roles/state/swap")).isEmpty();

    swapEnds("watched");
    cli.typed = "y\n";
    assertThat(cli.run("role", "swap", "state", "memory").code()).isZero();
    assertThat(node.seen("/admin/roles/state/swap")).hasSize(1);
  }

  @Test
  void aSwapThatLosesAMarkWarnsOnceWhereNobodyCanBeAsked() {
    plan("\"state is no longer durable\"");
    swapEnds("watched");

    CliRun.Result result = cli.run("role", "swap", "state", "memory");

    assertThat(result.code()).isZero();
    assertThat(result.err()).containsOnlyOnce("warning: state is no longer durable");
  }

  @Test
  void goingBackFromASwapThatIsWatchedEndsIt() {
    node.on("POST /admin/roles/state/rollback", 202, report(7, "watched", COPIED));
    swaps.addAll(List.of(report(7, "watched", COPIED), report(7, "rolled-back", COPIED)));

    CliRun.Result result = cli.run("role", "rollback", "state");

    assertThat(result.code()).isZero();
    assertThat(result.err()).contains("rocksdb/1 serves state again.");
  }

  @Test
  void goingBackLaterIsASwapOfItsOwn() {
    node.on("POST /admin/roles/state/rollback", 202, report(8, "running", COPYING));
    swaps.addAll(List.of(report(7, "done", COPIED), report(8, "watched", COPIED)));

    assertThat(cli.run("role", "rollback", "state").err()).contains("memory/1 serves state");
  }

  @Test
  void theHistoryShowsWhoAskedForWhatAndHowItWent() {
    swaps.add(report(8, "turned-away", COPIED + ",\"error\":\"the digests differ\""));

    CliRun.Result result = cli.run("role", "history", "--limit", "3");

    assertThat(result.out())
        .containsPattern(
            "8 +2026-01-01T00:00:00Z +state +rocksdb/1 +memory/1 +turned-away +94 +3 +did:key:z"
                + " +the digests differ");
    assertThat(node.seen().get(node.seen().size() - 1).path()).isEqualTo("/admin/swaps?limit=3");
  }

  @Test
  void aProviderIsInstalledAndUninstalled() {
    node.on("POST /admin/providers/install", 200, "{\"name\":\"memory\",\"installed\":true}");
    node.on("POST /admin/providers/uninstall", 409, "{\"code\":\"X\",\"message\":\"it serves\"}");

    assertThat(cli.run("provider", "install", "state", "memory").err())
        .contains("cmesh role swap state memory");
    assertThat(node.seen("/admin/providers/install").get(0).body().toString())
        .isEqualTo("{\"role\":\"state\",\"provider\":\"memory\"}");
    CliRun.Result refused = cli.run("provider", "uninstall", "state", "memory");
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err()).isEqualTo("cmesh: it serves [X]\n");
  }

  @Test
  void completionKnowsTheNewVerbs() {
    assertThat(cli.run("completion", "fish").out())
        .contains("from role' -a rollback", "from role' -a history", "from provider' -a uninstall");
  }
}
