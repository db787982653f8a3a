package io.cmesh.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmesh.client.StubNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionsTest {
  @TempDir Path directory;

  private StubNode node;
  private CliRun cli;

  @BeforeEach
  void start() throws IOException {
    node = new StubNode().answering(200, "{\"did\":\"did:key:me\"}");
    cli = new CliRun(directory);
    cli.environment.put("CMESH_NODE", node.url().toString());
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void theFirstLoginMakesARootAndAnIdentity() {
    CliRun.Result result = cli.run("login", "--as", "alice");

    assertThat(result.code()).isZero();
    assertThat(result.out()).contains("as alice").contains(node.did());
    assertThat(cli.run("identity", "list").out()).contains("*  alice  did:key:z6Mk");
  }

  @Test
  void ofLoginsAtOnceNoneUndoesAnother() {
    cli.run("login");
    List<String> names = IntStream.range(0, 8).mapToObj(i -> "user" + i).toList();

    names.parallelStream().forEach(name -> cli.run("login", "--as", name));

    assertThat(names)
        .allSatisfy(name -> assertThat(cli.run("whoami", "--as", name).code()).isZero());
    assertThat(cli.run("identity", "list").out()).contains(names);
  }

  @Test
  void filesOfAPersonAreThatPersonsAlone() throws IOException {
    cli.run("login");

    try (Stream<Path> files = Files.walk(directory.resolve("config"))) {
      assertThat(files)
          .allSatisfy(
              file ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                      .isEqualTo(Files.isDirectory(file) ? "rwx------" : "rw-------"));
    }
  }

  @Test
  void theSameNameIsTheSameIdentity() {
    cli.run("login", "--as", "alice");
    cli.run("login", "--as", "bob");
    cli.run("login", "--as", "alice");

    assertThat(node.seen("/session").stream().map(seen -> seen.body().require("did")).toList())
        .satisfies(
            dids -> {
              assertThat(dids.get(0)).isEqualTo(dids.get(2));
              assertThat(dids.get(0)).isNotEqualTo(dids.get(1));
            });
  }

  @Test
  void anExpiredTokenIsRenewedSilently() {
    node.expireAt(Instant.now().minusSeconds(1));
    cli.run("login");
    node.expireAt(Instant.now().plusSeconds(600));

    CliRun.Result result = cli.run("call", "0xI:whoami");

    assertThat(result.code()).isZero();
    assertThat(result.err()).isEmpty();
    assertThat(node.seen("/cmtp").get(0).token()).isEqualTo("token-2");
    cli.run("call", "0xI:whoami");
    assertThat(node.seen("/session/renew")).hasSize(1);
  }

  @Test
  void aSessionThatHasEndedIsOpenedAnewSilently() {
    node.expireAt(Instant.now().minusSeconds(1));
    cli.run("login");
    node.expireAt(Instant.now().plusSeconds(600));
    node.on("POST /session/renew", 401, "{\"code\":\"CMESH-IAM-401\",\"message\":\"ended\"}");

    assertThat(cli.run("call", "0xI:whoami").code()).isZero();
    assertThat(node.seen("/session")).hasSize(2);
  }

  @Test
  void aRevokedTokenIsReplacedSilently() {
    cli.run("login");
    node.first("POST /cmtp", StubNode.Reply.of(401, "{\"code\":\"X\",\"message\":\"revoked\"}"));

    assertThat(cli.run("call", "0xI:whoami").code()).isZero();
    assertThat(node.seen("/cmtp").get(1).token()).isEqualTo("token-2");
  }

  @Test
  void anotherNodeAtTheSameUrlIsRefused() {
    cli.run("login");
    node.newKey();

    CliRun.Result result = cli.run("login");

    assertThat(result.code()).isEqualTo(4);
    assertThat(result.err()).contains("--forget");
    assertThat(cli.run("login", "--forget").code()).isZero();
  }

  @Test
  void theHomeOfANodeSetUpAnewVouchesForIt() throws IOException {
    cli.run("login");
    node.newKey();
    Path keys = Files.createDirectories(cli.home().resolve("data/keys"));
    Files.writeString(keys.resolve("node.key"), "{\"x\":\"" + x(node.did()) + "\"}");

    assertThat(cli.run("login").code()).isZero();
  }

  @Test
  void afterLogoutNobodyIsLoggedIn() {
    cli.run("login");

    assertThat(cli.run("logout").code()).isZero();
    assertThat(node.seen("/session").get(1).token()).isEqualTo("token-1");
    assertThat(cli.run("whoami").code()).isEqualTo(4);
  }

  @Test
  void anIdentityIsUsedByName() {
    cli.run("login", "--as", "alice");
    cli.run("login", "--as", "bob");

    cli.run("call", "0xI:whoami", "--as", "alice");
    CliRun.Result unknown = cli.run("call", "0xI:whoami", "--as", "carol");

    assertThat(node.seen("/cmtp").get(0).token()).isEqualTo("token-1");
    assertThat(unknown.code()).isEqualTo(4);
    assertThat(unknown.err()).contains("cmesh login --as carol");
  }

  @Test
  void aRootIsCarriedToAnotherDevice() {
    cli.run("login", "--as", "alice");
    String did = node.seen("/session").get(0).body().require("did");
    cli.environment.put("CMESH_PASSPHRASE", "correct horse battery");
    assertThat(cli.run("identity", "export", "root.export").code()).isZero();

    cli.environment.put("CMESH_CONFIG", directory.resolve("other").toString());
    assertThat(cli.run("identity", "import", "root.export").code()).isZero();
    cli.run("login", "--as", "alice");

    assertThat(node.seen("/session").get(1).body().require("did")).isEqualTo(did);
  }

  @Test
  void withoutTerminalOrPassphraseAnExportIsWrongUsage() {
    cli.run("login");

    assertThat(cli.run("identity", "export", "root.export").code()).isEqualTo(2);
  }

  @Test
  void aBrokenFileOfSessionsIsNamed() throws IOException {
    cli.run("login");
    Path file = directory.resolve("config/nodes/127.0.0.1_" + node.url().getPort() + ".json");
    Files.writeString(file, "{");

    CliRun.Result result = cli.run("whoami");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains(file.toString()).contains("cmesh login");
  }

  private static String x(String did) {
    return java.util.Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(io.cmesh.api.iam.DidKey.decode(did).toArray());
  }
}
