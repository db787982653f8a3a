package io.cmesh.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigTest {
  @TempDir Path directory;

  private CliRun cli;

  @BeforeEach
  void distribution() throws IOException {
    cli = new CliRun(directory);
    Path etc = Files.createDirectories(directory.resolve("dist/etc"));
    Files.writeString(
        etc.resolve("io.cmesh.roles.cfg"),
        "# Who keeps the state.\nstate = rocksdb\n#proof = none\n");
    Files.writeString(
        etc.resolve("io.cmesh.state.rocksdb.cfg"),
        "cacheBytes = 1000\n# true: each write\nsync = true\nwait = 5s\nmembers = 3\n");
    Files.writeString(etc.resolve("io.cmesh.state.cfg"), "rocksdb.other = 1\n");
    Files.writeString(etc.resolve("org.apache.karaf.features.cfg"), "autoRefresh = false\n");
  }

  @Test
  void aValueComesFromTheDistributionUntilItIsSet() {
    assertThat(cli.run("config", "get", "io.cmesh.roles.state").out()).isEqualTo("rocksdb\n");

    cli.run("config", "set", "io.cmesh.roles.state", "memory");

    assertThat(cli.run("config", "get", "io.cmesh.roles.state").out()).isEqualTo("memory\n");
  }

  @Test
  void theEnvironmentOverridesBoth() {
    cli.run("config", "set", "io.cmesh.roles.state=memory");
    cli.environment.put("CMESH_IO_CMESH_ROLES_STATE", "hypercore");

    assertThat(cli.run("config", "list", "io.cmesh.roles").out())
        .containsPattern("io.cmesh.roles.state +hypercore +environment");
  }

  @Test
  void thePidIsTheLongestThatHasAFile() throws IOException {
    cli.run("config", "set", "io.cmesh.state.rocksdb.cacheBytes=7");

    assertThat(Files.readString(cli.home().resolve("etc/io.cmesh.state.rocksdb.cfg")))
        .isEqualTo("cacheBytes = 7\n");
  }

  @Test
  void settingAgainReplacesTheLineAndKeepsTheOthers() throws IOException {
    Path file = cli.home().resolve("etc/io.cmesh.state.rocksdb.cfg");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "# mine\ncacheBytes = 1\nsync = false\n");

    cli.run("config", "set", "io.cmesh.state.rocksdb.cacheBytes=2");

    assertThat(Files.readString(file)).isEqualTo("# mine\ncacheBytes = 2\nsync = false\n");
  }

  @Test
  void severalAreSetAtOnceOrNotAtAll() throws IOException {
    CliRun.Result result = cli.run("config", "set", "io.cmesh.roles.state=memory", "org.x.y=1");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains("org.x.y").contains("io.cmesh.roles");
    assertThat(cli.home().resolve("etc/io.cmesh.roles.cfg")).doesNotExist();
  }

  @Test
  void aBackslashComesBackAsItWas() {
    cli.run("config", "set", "io.cmesh.roles.state", "a\\b");

    assertThat(cli.run("config", "get", "io.cmesh.roles.state").out()).isEqualTo("a\\b\n");
  }

  @Test
  void aValueOfAnotherKindIsRefusedAndNothingWritten() throws IOException {
    String[] settings = {
      "cacheBytes=10 apples", "sync=yes", "wait=5 seconds", "members=many", "members="
    };
    for (String setting : settings) {
      CliRun.Result result = cli.run("config", "set", "io.cmesh.state.rocksdb." + setting);

      assertThat(result.code()).isEqualTo(2);
      assertThat(result.err()).hasLineCount(1).contains("expected: ");
    }
    assertThat(cli.home().resolve("etc/io.cmesh.state.rocksdb.cfg")).doesNotExist();
  }

  @Test
  void bytesAndTimesTakeTheirUnits() {
    assertThat(cli.run("config", "set", "io.cmesh.state.rocksdb.cacheBytes", "2GiB").code())
        .isZero();
    assertThat(cli.run("config", "set", "io.cmesh.state.rocksdb.wait=250ms").code()).isZero();
    assertThat(cli.run("config", "validate").code()).isZero();
  }

  @Test
  void proseInAFileDeclaresNoSetting() {
    assertThat(cli.run("config", "list", "io.cmesh.state.rocksdb").out())
        .hasLineCount(5)
        .doesNotContain("rocksdb.true");
  }

  @Test
  void anUnknownKeyIsWarnedOf() {
    assertThat(cli.run("config", "set", "io.cmesh.roles.sate=memory").err()).contains("warning");
  }

  @Test
  void whatIsMeantOtherwiseIsFound() throws IOException {
    cli.run("config", "set", "-q", "io.cmesh.roles.sate=memory");
    Files.writeString(
        cli.home().resolve("etc/io.cmesh.state.rocksdb.cfg"), "cacheBytes=many\nsync = perhaps\n");
    Files.writeString(cli.home().resolve("etc/io.cmesh.nobody.cfg"), "a = 1\n");
    cli.environment.put("CMESH_IO_CMESH_ROLES_STAAT", "x");
    cli.environment.put("CMESH_HOEM", "x");
    cli.environment.put("CMESH_JAVA_OPTS", "-Xmx64m");

    CliRun.Result result = cli.run("config", "validate");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.out())
        .hasLineCount(6)
        .contains("cacheBytes (home): many (expected: bytes, as 512")
        .contains("sync (home): perhaps (expected: true or false)")
        .contains("io.cmesh.roles.sate (home): unknown")
        .contains("io.cmesh.nobody: no such PID")
        .contains("CMESH_IO_CMESH_ROLES_STAAT", "variable CMESH_HOEM: stands for no setting")
        .doesNotContain("variable CMESH_JAVA_OPTS");
  }

  @Test
  void aValueOutsideTheRangeThatItsCommentNamesIsFound() throws IOException {
    Files.writeString(
        directory.resolve("dist/etc/io.cmesh.http.cfg"),
        "# Its port.\nport = 6470\n\n# Threads, 8 to 4096.\nmaxThreads = 64\n\n"
            + "# How long a token is good; 1s to 1d.\nlifetime = 15m\n\n"
            + "# A longer line is answered 400; 1KiB to 16MiB.\nmaxLineBytes = 128KiB\n");
    String[] wrong = {
      "port=65536",
      "port=-1",
      "maxThreads=7",
      "maxThreads=4097",
      "lifetime=25h",
      "lifetime=999ms",
      "maxLineBytes=1023",
      "maxLineBytes=17MiB"
    };
    for (String setting : wrong) {
      assertThat(cli.run("config", "set", "io.cmesh.http." + setting).code())
          .as(setting)
          .isEqualTo(2);
    }
    String[] right = {"port=0", "maxThreads=4096", "lifetime=24h", "maxLineBytes=1 KiB"};
    for (String setting : right) {
      assertThat(cli.run("config", "set", "io.cmesh.http." + setting).code()).as(setting).isZero();
    }
    cli.environment.put("CMESH_IO_CMESH_HTTP_MAXTHREADS", "5000");

    assertThat(cli.run("config", "validate").out())
        .isEqualTo("io.cmesh.http.maxThreads (environment): 5000 (expected: 8 to 4096)\n");
  }

  @Test
  void aWordThatTheCommentDoesNotListIsFoundAndNotSet() throws IOException {
    Files.writeString(
        directory.resolve("dist/etc/io.cmesh.node.cfg"),
        "# How much is logged: ERROR, WARN or INFO. Finer: elsewhere.\nlog.level = INFO\n");
    cli.environment.put("CMESH_IO_CMESH_NODE_LOG_LEVEL", "LOUD");

    assertThat(cli.run("config", "validate").out())
        .contains("log.level (environment): LOUD (expected: one of ERROR, WARN, INFO)");
    assertThat(cli.run("config", "set", "io.cmesh.node.log.level=loud").code()).isNotZero();
    assertThat(cli.run("config", "set", "io.cmesh.node.log.level=WARN").code()).isZero();
  }

  @Test
  void aProviderThatNobodyKnowsIsFound() throws IOException {
    cli.environment.put("CMESH_IO_CMESH_ROLES_STATE", "nope");

    CliRun.Result result = cli.run("config", "validate");

    assertThat(result.code()).isNotZero();
    assertThat(result.out())
        .contains("io.cmesh.roles.state (environment): nope", "known here: none, rocksdb");
  }

  @Test
  void aProviderFromElsewhereThatTheNodeHasIsKnown() throws IOException {
    cli.environment.put("CMESH_IO_CMESH_ROLES_STATE", "mvstore");
    Files.createDirectories(cli.home());
    Files.writeString(
        cli.home().resolve("assembly.json"),
        "{\"format\":1,\"state\":{\"provider\":\"mvstore\",\"directory\":\"state-mvstore-1\"}}");

    assertThat(cli.run("config", "validate").code()).isZero();
  }

  @Test
  void aFileThatIsNoTextIsOneProblemOfSeveral() throws IOException {
    cli.run("config", "set", "-q", "io.cmesh.roles.sate=memory");
    Files.write(cli.home().resolve("etc/io.cmesh.state.cfg"), new byte[] {(byte) 0xff, '=', '1'});

    CliRun.Result result = cli.run("config", "validate");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.out())
        .hasLineCount(2)
        .contains("io.cmesh.roles.sate (home): unknown")
        .contains("io.cmesh.state.cfg cannot be read: it is not UTF-8");
  }

  @Test
  void theDefaultsAreValid() {
    assertThat(cli.run("config", "validate").code()).isZero();
  }
}
