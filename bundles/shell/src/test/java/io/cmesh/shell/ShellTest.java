package io.cmesh.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import io.cmesh.api.node.Admin;
import io.cmesh.api.node.InstallableProvider;
import io.cmesh.api.node.NodeStatus;
import io.cmesh.api.node.ProviderStatus;
import io.cmesh.api.node.RoleStatus;
import io.cmesh.api.node.SwapPlan;
import io.cmesh.api.node.SwapReport;
import io.cmesh.api.node.SwapStep;
import io.cmesh.api.provider.Descriptor;
import io.cmesh.api.provider.HandOver;
import io.cmesh.api.provider.Health;
import io.cmesh.api.provider.Role;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.karaf.shell.api.console.Session;
import org.junit.jupiter.api.Test;

class ShellTest {
  private static final RoleStatus ROLE =
      new RoleStatus(Role.STATE, "memory", "0.1.0", "memory", false, Health.OK, null);
  private static final SwapReport REPORT =
      new SwapReport(
          7,
          Role.STATE,
          "rocksdb/0.1.0",
          "memory/0.1.0",
          "did:key:zNode",
          0,
          SwapReport.Outcome.WATCHED,
          List.of(new SwapStep(SwapStep.Step.COPY, 0, 12, 3, 3)),
          1,
          null);

  private final List<String> calls = new ArrayList<>();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** A node that notes what it is asked; a swap to {@code bad} is refused. */
  private Object answer(String method, Object... args) {
    calls.add(method + " " + Arrays.toString(args).replaceAll("Principal\\[did=([^,]*).*", "$1"));
    return switch (method) {
      case "status" ->
          new NodeStatus(
              "n", "did:key:zNode", "1", "17", Health.OK, 0, 0, 0, 0, "", 0, List.of(ROLE));
      case "roles" -> List.of(ROLE);
      case "swap" ->
          args[1].equals("bad")
              ? CompletableFuture.failedFuture(
                  new MeshException(Status.CONFLICT, "CMESH-X-001", "bad is bad"))
              : CompletableFuture.completedFuture(ROLE);
      case "rollback" -> CompletableFuture.completedFuture(ROLE);
      case "plan" ->
          new SwapPlan(Role.STATE, "a/1", "b/2", true, 0, 4096, "writes", List.of("careful"));
      case "swaps" -> List.of(REPORT);
      case "providers" ->
          List.of(
              new ProviderStatus(
                  new Descriptor(
                      Role.STATE,
                      "memory",
                      "1",
                      false,
                      false,
                      HandOver.SNAPSHOT,
                      Set.of(),
                      List.of()),
                  true));
      default -> List.of(new InstallableProvider(Role.IAM, "mock"));
    };
  }

  private String run(NodeCommand command) throws Exception {
    PrintStream console = new PrintStream(out, true, StandardCharsets.UTF_8);
    command.admin = proxy(Admin.class, (self, method, args) -> answer(method.getName(), args));
    command.session = proxy(Session.class, (self, method, args) -> console);
    command.execute();
    return out.toString(StandardCharsets.UTF_8);
  }

  private static <T> T proxy(Class<T> type, java.lang.reflect.InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(ShellTest.class.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private static RoleSwapCommand swap(String provider) {
    RoleSwapCommand command = new RoleSwapCommand();
    command.role = "state";
    command.provider = provider;
    return command;
  }

  @Test
  void rolesAreListed() throws Exception {
    assertThat(run(new RoleListCommand())).containsPattern("state +memory +0.1.0 +false +ok");
  }

  @Test
  void aSwapIsAskedForByTheNodeAndShowsItsSteps() throws Exception {
    assertThat(run(swap("memory")))
        .contains("rocksdb/0.1.0 -> memory/0.1.0: watched")
        .containsPattern("copy +12 ms")
        .containsPattern("waited +1 ms")
        .contains("memory serves state");
    assertThat(calls).anyMatch(call -> call.matches("swap .*memory, did:key:zNode.*"));
  }

  @Test
  void aSwapThatIsRefusedEndsInTheNodesOwnWords() {
    assertThatThrownBy(() -> run(swap("bad")))
        .isInstanceOf(MeshException.class)
        .hasMessageContaining("bad is bad");
  }

  @Test
  void aPlanSwapsNothing() throws Exception {
    RoleSwapCommand command = swap("memory");
    command.planOnly = true;

    assertThat(run(command)).contains("4,096").contains("careful");
    assertThat(calls).noneMatch(call -> call.startsWith("swap "));
  }

  @Test
  void aRollbackShowsWhoServesThen() throws Exception {
    RoleRollbackCommand command = new RoleRollbackCommand();
    command.role = "state";

    assertThat(run(command)).contains("memory serves state");
  }

  @Test
  void theHistorySaysWhoAsked() throws Exception {
    assertThat(run(new RoleHistoryCommand()))
        .containsPattern("7 +1970-01-01T00:00:00Z +state .* watched +1 +did:key:zNode");
  }

  @Test
  void providersThatCouldBeHadAreListedToo() throws Exception {
    assertThat(run(new ProviderListCommand()))
        .containsPattern("\\* +state +memory +1 +true +false +snapshot")
        .containsPattern("iam +mock +- +false");
  }
}
