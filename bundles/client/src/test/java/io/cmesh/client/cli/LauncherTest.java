package io.cmesh.client.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code cmesh}, run by a real bash over a distribution whose node is a stand-in. */
@Timeout(60)
class LauncherTest {
  private static final int NODE_PORT = 6470;
  private static final Path SCRIPT = Path.of("../../cmesh");

  @TempDir Path directory;

  private Path dist;
  private Path home;
  private int port;

  private record Result(int code, String output) {}

  @BeforeEach
  void distribution() throws IOException {
    dist = directory.resolve("dist");
    home = directory.resolve("home");
    Files.createDirectories(dist.resolve("lib/cmesh"));
    Files.createDirectories(dist.resolve("bin"));
    Files.createFile(dist.resolve("lib/cmesh/io.cmesh.client.jar"));
    executable(dist.resolve("cmesh"), Files.readString(SCRIPT));
    port = freePort();
    nodeRuns(
        "exec \"$JAVA_HOME/bin/java\" -Dcmesh.home=\"$CMESH_HOME\" -cp '"
            + Path.of("target/test-classes").toAbsolutePath()
            + "' io.cmesh.client.cli.FakeNode "
            + port);
  }

  @AfterEach
  void nothingStays() throws Exception {
    cmesh("down");
  }

  @Test
  void upDetachedReturnsWhenTheNodeIsReadyAndDownStopsIt() throws Exception {
    Result up = up();

    assertThat(up.code()).as(up.output()).isZero();
    assertThat(up.output())
        .contains("ready in 42 ms")
        .contains("http://127.0.0.1:" + port)
        .contains("cmesh login");
    assertThat(home.resolve("cmesh.url")).hasContent("http://127.0.0.1:" + port);
    ProcessHandle node = node();
    assertThat(node.isAlive()).isTrue();

    Result down = cmesh("down");

    assertThat(down.code()).isZero();
    assertThat(node.isAlive()).isFalse();
    assertThat(home.resolve("cmesh.pid")).doesNotExist();
  }

  @Test
  void inTheForegroundTheScriptBecomesTheNode() throws Exception {
    Process process =
        start(
            List.of("up", "--home", home.toString(), "--offset", String.valueOf(port - NODE_PORT)));
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> Files.exists(home.resolve("cmesh.url")) && node().pid() == process.pid());
    await().atMost(Duration.ofSeconds(20)).until(() -> up().output().contains("runs on"));

    process.destroy();

    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void twoNodesOnOneHomeAreRefused() throws Exception {
    up();
    long first = node().pid();

    Result second = up();

    assertThat(second.code()).isEqualTo(1);
    assertThat(second.output())
        .contains("a node runs on " + home.toRealPath())
        .contains("pid " + first)
        .contains("cmesh down");
    assertThat(node().isAlive()).isTrue();
  }

  @Test
  void aPidThatAnotherProgramHasIsNoObstacle() throws Exception {
    Files.createDirectories(home);
    Files.writeString(home.resolve("cmesh.pid"), ProcessHandle.current().pid() + "\n");

    Result down = cmesh("down");
    Files.writeString(home.resolve("cmesh.pid"), ProcessHandle.current().pid() + "\n");
    Result up = up();

    assertThat(down.output()).contains("no node runs");
    assertThat(up.code()).as(up.output()).isZero();
    assertThat(node().pid()).isNotEqualTo(ProcessHandle.current().pid());
  }

  @Test
  void afterKillTheNextUpStarts() throws Exception {
    up();
    ProcessHandle killed = node();
    killed.destroyForcibly();
    killed.onExit().get(10, TimeUnit.SECONDS);

    Result up = up();

    assertThat(up.code()).as(up.output()).isZero();
    assertThat(node().pid()).isNotEqualTo(killed.pid());
  }

  @Test
  void aNodeThatEndsAtOnceIsReportedWithItsLastLines() throws Exception {
    nodeRuns("echo 'CMESH-STO-001 the store is damaged'; exit 1");

    Result up = up();

    assertThat(up.code()).isEqualTo(1);
    assertThat(up.output()).contains("CMESH-STO-001").contains("ended before it was ready");
    assertThat(home.resolve("cmesh.pid")).doesNotExist();
  }

  @Test
  void aFullDiskIsNamedAtOnceAndNothingIsStarted() throws Exception {
    diskHasRoom(12);

    Result up = up();

    assertThat(up.code()).isEqualTo(1);
    assertThat(up.output())
        .contains("the disk /small disk is full: 12 KiB are left for " + home)
        .contains("Make room there");
    assertThat(home).doesNotExist();
  }

  @Test
  void aNodeThatFillsTheDiskBeforeItIsReadyIsEndedAndTheDiskIsNamed() throws Exception {
    diskHasRoom(9000);
    nodeRuns("printf 'tmpfs 65536 65536 0 100%% /small disk\\n' >'" + df() + "'; exec sleep 60");

    Result up = up();

    assertThat(up.code()).isEqualTo(1);
    assertThat(up.output()).contains("the disk /small disk is full: 0 KiB are left");
    assertThat(home.resolve("cmesh.pid")).doesNotExist();
  }

  @Test
  void aNodeThatDoesNotOpenItsDoorsIsStoppedAndSaysWhy() throws Exception {
    nodeRuns(
        "echo 'ERROR the node does not start: self-test of state failed' >> \"$CMESH_HOME/log/cmesh.log\"\n"
            + "exec -a \"$0 -Dcmesh.home=$CMESH_HOME\" sleep 60");

    Result up = up();

    assertThat(up.code()).isEqualTo(1);
    assertThat(up.output()).contains("the node does not start: self-test of state failed");
    assertThat(home.resolve("cmesh.pid")).doesNotExist();
  }

  @Test
  void whatItSaysIsFoundInALogOfJsonToo() throws Exception {
    nodeRuns(
        "echo '{\"message\":\"the node does not start: no room\",\"error\":\"x\"}' >> \"$CMESH_HOME/log/cmesh.log\"\n"
            + "exec -a \"$0 -Dcmesh.home=$CMESH_HOME\" sleep 60");

    assertThat(up().output()).contains("the node does not start: no room\n");
  }

  @Test
  void aTakenPortIsNamedWithTheWayOut() throws Exception {
    up();

    home = directory.resolve("other");
    Result second = up();
    home = directory.resolve("home");

    assertThat(second.code()).isEqualTo(1);
    assertThat(second.output()).contains("port " + port).contains("--offset");
  }

  @Test
  void aHomeWithSpacesIsAHome() throws Exception {
    home = directory.resolve("a home");

    Result up = up();

    assertThat(up.code()).as(up.output()).isZero();
    assertThat(cmesh("down").output()).contains("stopped");
  }

  @Test
  void theOffsetOfTheConfigurationCounts() throws Exception {
    Path etc = Files.createDirectories(home.resolve("etc"));
    Files.writeString(
        etc.resolve("io.cmesh.node.cfg"), "portOffset = " + (port - NODE_PORT) + "\n");

    Result up = cmesh("up", "--detach");

    assertThat(up.output()).contains("http://127.0.0.1:" + port);
  }

  @Test
  void wrongUsageIsExitCodeTwo() throws Exception {
    assertThat(cmesh("up", "--detahc").code()).isEqualTo(2);
    assertThat(cmesh("up", "--offset", "many").code()).isEqualTo(2);
    assertThat(cmesh("up", "--offset").code()).isEqualTo(2);
    assertThat(cmesh("up", "--cluster", "3").code()).isEqualTo(2);
    assertThat(cmesh("down", "--timeout", "soon").code()).isEqualTo(2);
  }

  @Test
  void downWithoutNodeIsDone() throws Exception {
    assertThat(cmesh("down").code()).isZero();
  }

  private Result up() throws Exception {
    return cmesh("up", "--detach", "--offset", String.valueOf(port - NODE_PORT));
  }

  private Result cmesh(String... args) throws Exception {
    List<String> all = new ArrayList<>(List.of("--home", home.toString()));
    all.addAll(List.of(args));
    Path output = Files.createTempFile(directory, "output", "");
    Process process = builder(all).redirectOutput(output.toFile()).start();
    assertThat(process.waitFor(45, TimeUnit.SECONDS)).isTrue();
    return new Result(process.exitValue(), Files.readString(output));
  }

  private Process start(List<String> args) throws IOException {
    return builder(args).redirectOutput(directory.resolve("foreground").toFile()).start();
  }

  private ProcessBuilder builder(List<String> args) {
    List<String> command =
        Stream.concat(Stream.of("bash", dist.resolve("cmesh").toString()), args.stream()).toList();
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().remove("CMESH_HOME");
    builder.environment().merge("PATH", tools() + ":", (path, first) -> first + path);
    return builder;
  }

  private ProcessHandle node() throws IOException {
    long pid = Long.parseLong(Files.readString(home.resolve("cmesh.pid")).strip());
    return ProcessHandle.of(pid).orElseThrow();
  }

  private void nodeRuns(String command) throws IOException {
    // Asked for a class archive it makes none: as a second node it would take the port of one
    // killed.
    String script = "#!/usr/bin/env bash\n[ \"${1:-}\" != --archive ] || exit 0\n" + command + "\n";
    executable(dist.resolve("bin/cmesh-node"), script);
  }

  private static void executable(Path file, String content) throws IOException {
    Files.writeString(file, content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Path df() {
    return directory.resolve("df.txt");
  }

  private void diskHasRoom(int kibibytes) throws IOException {
    String line = "tmpfs 65536 65536 " + kibibytes + " 99% /small disk\n";
    Files.writeString(df(), line);
    executable(Files.createDirectories(tools()).resolve("df"), "#!/bin/sh\ncat '" + df() + "'\n");
  }

  private Path tools() {
    return directory.resolve("tools");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
