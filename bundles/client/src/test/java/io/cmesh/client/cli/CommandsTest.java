package io.cmesh.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmesh.client.Doc;
import io.cmesh.client.StubNode;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandsTest {
  @TempDir Path directory;

  private StubNode node;
  private CliRun cli;

  @BeforeEach
  void start() throws IOException {
    node = new StubNode().answering(200, "\"Hello\"");
    cli = new CliRun(directory);
    cli.environment.put("CMESH_NODE", node.url().toString());
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void aCallPrintsThePayloadAlone() {
    cli.run("login");

    CliRun.Result result = cli.run("call", "0xS:0x001:hello_world");

    assertThat(result).isEqualTo(new CliRun.Result(0, "\"Hello\"\n", ""));
  }

  @Test
  void aCallPrintsTheWholeMessageAsJson() throws IOException {
    cli.run("login");

    CliRun.Result result = cli.run("-o", "json", "call", "0xS:0x001:hello_world");

    Doc message = Doc.parse(result.out().getBytes(StandardCharsets.UTF_8));
    assertThat(message.fields()).containsKeys("id", "fqmn", "status", "payload", "layers");
  }

  @Test
  void globalOptionsStandBeforeOrAfterTheNoun() {
    cli.run("login");

    assertThat(cli.run("-o", "yaml", "call", "0xI:whoami").out()).contains("payload: Hello\n");
    assertThat(cli.run("call", "-o", "yaml", "0xI:whoami").out()).contains("payload: Hello\n");
    assertThat(cli.run("call", "0xI:whoami", "--output=YAML").out()).contains("payload: Hello\n");
  }

  @Test
  void whoActsStandsBeforeOrAfterTheNoun() {
    cli.run("login", "--as", "bob");
    cli.run("login", "--as", "alice");

    assertThat(cli.run("--as", "bob", "whoami").out()).containsPattern("name +bob");
    assertThat(cli.run("--as=bob", "-o", "json", "call", "0xI:whoami").code()).isZero();
    assertThat(cli.run("--as", "nobody", "call", "0xI:whoami").err()).contains("login --as nobody");
    assertThat(cli.run("--as", "bob", "status").code()).isEqualTo(2);
  }

  @Test
  void aNodeThatIsDownIsSaidBeforeALoginIsMissed() {
    assertThat(cli.run("call", "0xI:whoami").code()).isEqualTo(4);

    node.close();

    assertThat(cli.run("call", "0xI:whoami").code()).isEqualTo(3);
  }

  @Test
  void aMistypedNounBringsTheOnesThatAreClose() {
    assertThat(cli.run("stats").err()).contains("(did you mean status or ");
  }

  @Test
  void providersThatASwapWouldInstallAreListedToo() throws IOException {
    cli.operator();
    node.on(
        "GET /admin/providers",
        200,
        "{\"providers\":[{\"role\":\"iam\",\"name\":\"local\",\"version\":\"1\",\"installed\":true,"
            + "\"active\":true},{\"role\":\"iam\",\"name\":\"mock\",\"installed\":false,\"active\":false}]}");

    assertThat(cli.run("provider", "list").out())
        .containsPattern("\\* +iam +local +1 +true")
        .containsPattern("iam +mock +- +false");
  }

  @Test
  void aSwapOfNoRoleShowsNoSteps() throws IOException {
    cli.operator();
    node.on("GET /admin/roles/foo/plan", 404, "{\"code\":\"X\",\"message\":\"role: foo\"}");

    assertThat(cli.run("role", "swap", "foo", "bar").err()).isEqualTo("cmesh: role: foo [X]\n");
  }

  @Test
  void aRefusalIsOneLineThatSaysWhatToDoNext() {
    cli.run("login");
    node.answering(
        404, "{\"code\":\"CMESH-STA-404\",\"message\":\"no key\",\"hint\":\"Write it.\"}");

    CliRun.Result result = cli.run("call", "0xS:0x001:none");

    assertThat(result)
        .isEqualTo(new CliRun.Result(1, "", "cmesh: no key. Write it. [CMESH-STA-404]\n"));
  }

  @Test
  void aRefusalAsJsonIsTheWholeMessageOnStandardOutput() {
    cli.run("login");
    node.answering(403, "{\"code\":\"CMESH-IAM-403\",\"message\":\"not permitted\"}");

    CliRun.Result result = cli.run("call", "0xSW:0x001:a:1", "-o", "json");

    assertThat(result.code()).isEqualTo(4);
    assertThat(result.err()).isEmpty();
    assertThat(Doc.parse(result.out().getBytes(StandardCharsets.UTF_8)).fields())
        .containsKeys("id", "status", "payload");
  }

  @Test
  void whoIsNotLoggedInIsToldToLogIn() {
    CliRun.Result result = cli.run("call", "0xI:whoami");

    assertThat(result.code()).isEqualTo(4);
    assertThat(result.err()).contains("Run: cmesh login").hasLineCount(1);
  }

  @Test
  void anErrorWithoutMessageIsCodeMessageAndHintAsJson() {
    CliRun.Result result = cli.run("call", "0xI:whoami", "-o", "json");

    assertThat(result.code()).isEqualTo(4);
    assertThat(Doc.parse(result.out().getBytes(StandardCharsets.UTF_8)).fields())
        .containsOnlyKeys("code", "message", "hint");
  }

  @Test
  void aNodeThatIsNotThereIsExitCodeThree() throws IOException {
    cli.run("login");
    try (ServerSocket socket = new ServerSocket(0)) {
      cli.environment.put("CMESH_NODE", "http://127.0.0.1:" + socket.getLocalPort());
    }

    CliRun.Result result = cli.run("login");

    assertThat(result.code()).isEqualTo(3);
    assertThat(result.err()).contains("cmesh up").hasLineCount(1);
  }

  @Test
  void wrongUsageIsExitCodeTwoAndOneLine() {
    for (String[] args :
        List.of(
            new String[] {"call"},
            new String[] {"frobnicate"},
            new String[] {"name"},
            new String[] {"name", "regster"},
            new String[] {"call", "--nope", "x"},
            new String[] {"--node", "nonsense", "login"},
            new String[] {"-o", "xml", "status"})) {
      CliRun.Result result = cli.run(args);
      assertThat(result.code()).as(String.join(" ", args)).isEqualTo(2);
      assertThat(result.err()).as(String.join(" ", args)).hasLineCount(1).contains("--help");
    }
  }

  @Test
  void everyNounHasHelp() {
    for (String noun : Nouns.ALL) {
      CliRun.Result result = cli.run(noun, "--help");
      assertThat(result.code()).as(noun).isZero();
      assertThat(result.out()).as(noun).startsWith("Usage: cmesh " + noun);
    }
  }

  @Test
  void withoutArgumentsTheHelpIsShownAndTheUsageWrong() {
    CliRun.Result result = cli.run();

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).startsWith("Usage: cmesh");
  }

  @Test
  void theNodeOfAHomeIsWhereUpSaidItIs() throws IOException {
    cli.environment.remove("CMESH_NODE");
    Files.writeString(cli.home().resolve("cmesh.url"), node.url() + "\n");

    assertThat(cli.run("login").code()).isZero();
  }

  @Test
  void aNameIsRegisteredByItsFqmn() {
    cli.run("login");

    CliRun.Result result = cli.run("name", "register", "helloWorld.mcom", "0xS:0x001");

    assertThat(result.code()).isZero();
    assertThat(node.seen("/cmtp").get(0).body().require("fqmn"))
        .isEqualTo("0xRW:helloWorld.mcom:0xS:0x001");
  }

  @Test
  void aNameIsResolvedWhateverItsCase() {
    cli.run("login");
    node.on(
        "GET /names",
        200,
        "{\"names\":[{\"name\":\"helloWorld.mcom\",\"target\":\"0xS:0x001\",\"owner\":\"did\"}]}");

    assertThat(cli.run("name", "resolve", "HELLOWORLD.mcom").out()).isEqualTo("0xS:0x001\n");
    assertThat(cli.run("name", "resolve", "other.mcom").code()).isEqualTo(1);
    assertThat(node.seen("/names?from=helloworld.mcom&limit=1")).hasSize(1);
  }

  @Test
  void aPermissionGoesToTheDidOfOnesOwnIdentity() {
    cli.run("login", "--as", "alice");
    node.on("POST /permissions", seen -> StubNode.Reply.of(200, StubNode.message(seen, 200, "{}")));

    CliRun.Result result = cli.run("permission", "grant", "alice", "0xS:0x001:*", "read,write");

    assertThat(result.code()).isZero();
    Doc body = node.seen("/permissions").get(0).body();
    assertThat(body.require("subject")).startsWith("did:key:z6Mk");
    assertThat(body.texts("verbs")).containsExactly("read", "write");
  }

  @Test
  void patternAndVerbsStandInEitherOrder() {
    cli.run("login");
    node.on(
        "DELETE /permissions", seen -> StubNode.Reply.of(200, StubNode.message(seen, 200, "1")));

    cli.run("permission", "revoke", "did:key:z", "0xS:0x001:*", "read,write");
    cli.run("permission", "revoke", "did:key:z", "read", "write", "0xS:0x001:*");

    assertThat(node.seen("/permissions"))
        .hasSize(2)
        .allSatisfy(
            seen -> {
              assertThat(seen.body().require("pattern")).isEqualTo("0xS:0x001:*");
              assertThat(seen.body().texts("verbs")).containsExactly("read", "write");
            });
  }

  @Test
  void anUnknownVerbIsWrongUsage() {
    cli.run("login");

    assertThat(cli.run("permission", "grant", "did:key:z", "**", "fly").code()).isEqualTo(2);
  }

  @Test
  void theOperatorSpeaksWithTheKeyOfTheHome() throws IOException {
    cli.operator();
    node.on("GET /admin/roles", 200, "{\"roles\":[{\"role\":\"STATE\",\"provider\":\"rocksdb\"}]}");

    CliRun.Result result = cli.run("role", "list");

    assertThat(result.out()).contains("state").contains("rocksdb");
    assertThat(node.seen("/admin/roles").get(0).token().split("\\.")).hasSize(3);
  }

  @Test
  void withoutTheOperatorsKeyTheWayOutIsNamed() {
    CliRun.Result result = cli.run("role", "list");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains("admin.key").contains("--home");
  }

  @Test
  void aTailBeginsAtASequenceThatCanBe() {
    cli.run("login");

    CliRun.Result result = cli.run("events", "tail", "demo.a", "--from", "-1");

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("--from").contains("See: cmesh events tail --help");
  }

  @Test
  void wrongUsageIsToldWithoutJavasWords() {
    assertThat(cli.run("call", "--id", "zzz", "0xI:whoami").err())
        .contains("'zzz' to UUID. See: cmesh call --help")
        .doesNotContain("java.");
  }

  @Test
  void completionOffersFormatsAsPeopleWriteThem() {
    assertThat(cli.run("completion", "bash").out()).contains("\"table\" \"json\" \"yaml\"");
    assertThat(cli.run("-o", "JSON", "identity", "list").code()).isZero();
    assertThat(cli.run("-o", "json", "identity", "list").code()).isZero();
  }

  @Test
  void eventsAreTailedOneALine() {
    cli.run("login");
    node.on(
        "GET /events/*",
        200,
        "{\"stream\":\"s\",\"seq\":7,\"subject\":\"demo.a\",\"time\":\"t\",\"payload\":991.1204}\n");

    CliRun.Result result = cli.run("events", "tail", "demo.a", "--from", "7", "--count", "1");

    assertThat(result).isEqualTo(new CliRun.Result(0, "7 t demo.a 991.1204\n", ""));
  }

  @Test
  void aContractGetsAnUnusedAddress() throws IOException {
    cli.run("login");
    node.on("POST /contracts", seen -> StubNode.Reply.of(200, StubNode.message(seen, 200, "{}")));
    Files.write(directory.resolve("code.wasm"), new byte[] {0, 'a', 's', 'm'});

    CliRun.Result result = cli.run("contract", "deploy", "code.wasm", "--label", "demo");

    assertThat(result.out().strip()).matches("0x[0-9a-f]{40}");
    assertThat(node.seen("/contracts").get(0).body().require("code")).isEqualTo("AGFzbQ");
    assertThat(node.seen("/contracts").get(0).body().require("label")).isEqualTo("demo");
  }

  @Test
  void aBackupIsWrittenWhereTheUserStands() throws IOException {
    cli.operator();
    node.on("POST /admin/backup", 200, "{\"index\":42}");

    CliRun.Result result = cli.run("backup", "b.cmesh");

    assertThat(result.err()).contains("at index 42");
    assertThat(node.seen("/admin/backup").get(0).body().require("file"))
        .isEqualTo(directory.resolve("b.cmesh").toString());
  }

  @Test
  void statusShowsTheNodeAndItsRoles() {
    node.on(
        "GET /admin/status",
        200,
        "{\"node\":\"n\",\"did\":\"did:key:z\",\"version\":\"0.1.0\",\"java\":\"17\",\"health\":{\"grade\":\"OK\","
            + "\"text\":\"\"},\"bootMillis\":812,\"index\":5,\"roles\":[{\"role\":\"STATE\","
            + "\"provider\":\"rocksdb\",\"health\":{\"grade\":\"WARN\",\"text\":\"nearly full\"}}]}");

    CliRun.Result result = cli.run("status");

    assertThat(result.code()).isZero();
    assertThat(result.out()).contains("812 ms").contains("rocksdb").contains("warn: nearly full");
  }

  @Test
  void theDoctorSaysHowToMendANodeThatIsNotThere() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      cli.environment.put("CMESH_NODE", "http://127.0.0.1:" + socket.getLocalPort());
    }

    CliRun.Result result = cli.run("doctor");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.out()).contains("FAIL  node").contains("cmesh up");
  }

  @Test
  void aRootThatIsNoneIsFoundByDoctor() throws IOException {
    Path root = Files.createDirectories(directory.resolve("config")).resolve("root.json");
    Files.writeString(root, "{ no root");
    Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rw-------"));

    assertThat(cli.run("doctor").out()).contains("FAIL  root.json").contains("no JSON object");
  }

  @Test
  void whoWantsNoColoursGetsNone() {
    cli.terminal = true;
    assertThat(cli.run("doctor").out()).contains("\u001b[");

    cli.environment.put("NO_COLOR", "1");
    assertThat(cli.run("doctor").out()).doesNotContain("\u001b[");
  }
}
