package io.cmesh.doors.miner;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cmesh.api.Bytes;
import io.cmesh.api.command.Principal;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import io.cmesh.api.node.Admin;
import io.cmesh.http.HttpExchange;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MineEndpointTest {
  @TempDir Path dir;
  private MinerFixture miner;
  private MineEndpoint endpoint;
  private String answer = "";

  @BeforeEach
  void open() {
    miner = new MinerFixture(dir);
    endpoint = new MineEndpoint(admin(), miner.jobs());
  }

  @AfterEach
  void close() {
    miner.close();
  }

  @Test
  void aJobIsStartedAndShownUntilItIsDone() {
    miner.log("1;0xI:whoami\n2;0xI:whoami\n");

    post("{\"log\":\"" + miner.log() + "\",\"out\":\"" + miner.out() + "\",\"asToken\":\"alice\"}");

    assertThat(answer).matches("\\{\"job\":\"[0-9a-f-]{36}\"}");
    String job = answer.substring(8, 44);
    await()
        .atMost(10, SECONDS)
        .until(
            () -> {
              handle("GET", "/mine/" + job, "operator", "");
              return answer.contains("\"state\":\"done\"");
            });
    assertThat(answer).contains("\"lines\":2,\"answered\":2,\"ratePerSecond\":");
    assertThat(miner.origins.get(0).as().did()).isEqualTo("alice");
  }

  @Test
  void onlyTheOperatorMayStartAndLook() {
    assertRefused(Status.FORBIDDEN, () -> handle("POST", "/mine", "alice", "{}"));
    assertRefused(Status.UNAUTHORIZED, () -> handle("POST", "/mine", null, "{}"));
    assertRefused(Status.UNAUTHORIZED, () -> handle("GET", "/mine", null, ""));
    assertRefused(Status.UNAUTHORIZED, () -> handle("DELETE", "/mine/x", null, ""));
    assertRefused(Status.UNAUTHORIZED, () -> handle("GET", "/mine/", null, ""));
    assertRefused(Status.FORBIDDEN, () -> handle("GET", "/mine/x", "alice", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{",
        "{\"log\":\"/a\"}",
        "{\"log\":\"relative\",\"out\":\"/b\"}",
        "{\"log\":1,\"out\":\"/b\"}",
        "{\"log\":\"/a\",\"out\":\"/a\"}",
        "{\"log\":\"/a\",\"out\":\"/\"}",
        "{\"log\":\"/a\\u0000\",\"out\":\"/b\"}",
        "{\"log\":\"/b.run\",\"out\":\"/b\"}",
        "{\"log\":\"/a\",\"log\":\"/b\",\"out\":\"/c\"}"
      })
  void aBadBodyIsRefused(String body) {
    assertRefused(Status.BAD_REQUEST, () -> post(body));
  }

  @Test
  void whatIsNotThereIsNotFound() {
    assertRefused(
        Status.NOT_FOUND,
        () -> post("{\"log\":\"" + miner.log() + "\",\"out\":\"" + miner.out() + "\"}"));
    assertRefused(Status.NOT_FOUND, () -> handle("GET", "/mine/none", "operator", ""));
    assertRefused(Status.METHOD_NOT_ALLOWED, () -> handle("DELETE", "/mine", "operator", ""));
  }

  @Test
  void anOutputFileInADirectoryThatIsNotThereIsRefusedWithTheWayOut() {
    miner.log("1;0xI:whoami\n");
    Path out = dir.resolve("no/such/out.log");

    assertThatThrownBy(() -> post("{\"log\":\"" + miner.log() + "\",\"out\":\"" + out + "\"}"))
        .isInstanceOfSatisfying(
            MeshException.class,
            e -> {
              assertThat(e.status()).isEqualTo(Status.BAD_REQUEST);
              assertThat(e.code()).isEqualTo("CMESH-MNR-015");
              assertThat(e.text()).contains("out: " + out, "mkdir -p " + out.getParent());
            });
    assertRefused(
        Status.BAD_REQUEST,
        () -> post("{\"log\":\"" + miner.log() + "\",\"out\":\"" + dir + "\"}"));
  }

  @Test
  void aFailedJobSaysWhy() {
    miner.log("1;0xI:whoami\n");
    miner.traffic =
        list -> {
          throw new IllegalStateException("events are gone");
        };
    miner.settings =
        new MinerSettings(
            8, 4096, 1 << 20, java.time.Duration.ZERO, 1, java.time.Duration.ofMillis(2), 4);
    miner.restart();
    endpoint = new MineEndpoint(admin(), miner.jobs());

    post("{\"log\":\"" + miner.log() + "\",\"out\":\"" + miner.out() + "\"}");

    String job = answer.substring(8, 44);
    await()
        .atMost(10, SECONDS)
        .until(
            () -> {
              handle("GET", "/mine/" + job, "operator", "");
              return answer.contains("\"state\":\"failed\"");
            });
    assertThat(answer).contains("CMESH-MNR-011").contains("events are gone");
  }

  private void post(String body) {
    handle("POST", "/mine", "operator", body);
  }

  private static void assertRefused(
      Status status, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(MeshException.class)
        .hasFieldOrPropertyWithValue("status", status);
  }

  private void handle(String method, String path, String token, String body) {
    endpoint.handle(
        (HttpExchange)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {HttpExchange.class},
                (proxy, called, arguments) ->
                    switch (called.getName()) {
                      case "method" -> method;
                      case "path" -> path;
                      case "bearer" -> token;
                      case "body" -> Bytes.utf8(body);
                      case "respond" -> {
                        assertThat(arguments[0]).isEqualTo(200);
                        answer = ((Bytes) arguments[2]).utf8();
                        yield null;
                      }
                      default -> throw new AssertionError(called);
                    }));
  }

  private Admin admin() {
    return (Admin)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Admin.class},
            (proxy, called, arguments) ->
                switch (called.getName()) {
                  case "authenticate" -> principal((String) arguments[0]);
                  case "requireAdministrator" -> {
                    assertThat(arguments[1]).isEqualTo("mine");
                    if (!((Principal) arguments[0]).isTrusted()) {
                      throw new MeshException(Status.FORBIDDEN, "CMESH-TST-403", "no operator");
                    }
                    yield null;
                  }
                  default -> throw new AssertionError(called);
                });
  }

  private static Principal principal(String token) {
    if (token.isEmpty()) {
      throw new MeshException(Status.UNAUTHORIZED, "CMESH-TST-401", "no token");
    }
    return token.equals("operator") ? Principal.operator(token) : Principal.identity(token, "s");
  }
}
