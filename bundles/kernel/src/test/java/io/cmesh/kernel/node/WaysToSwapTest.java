package io.cmesh.kernel.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.cmesh.api.command.Principal;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.node.SwapPlan;
import io.cmesh.api.node.SwapReport;
import io.cmesh.api.node.SwapReport.Outcome;
import io.cmesh.api.provider.Role;
import java.nio.file.Path;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.assertj.core.api.AbstractStringAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the operator may ask of swaps, beside the swap itself. */
class WaysToSwapTest {
  @TempDir Path home;
  private TestNode node;

  @BeforeEach
  void start() throws Exception {
    node = TestNode.start(home);
  }

  @AfterEach
  void close() {
    node.close();
  }

  private SwapPlan plan(Role role, String provider) {
    return node.node.admin().plan(role, provider, node.operator());
  }

  /** Code and words of the refusal that a call ends in. */
  private static AbstractStringAssert<?> refusal(ThrowingCallable call) {
    Throwable thrown = catchThrowable(call);
    Throwable why = thrown instanceof ExecutionException ? thrown.getCause() : thrown;
    assertThat(why).isInstanceOf(MeshException.class);
    MeshException refused = (MeshException) why;
    return assertThat(refused.code() + " " + refused.text());
  }

  @Test
  void aPlanSaysWhatIsLostAndWhatWaits() {
    SwapPlan plan = plan(Role.STATE, "memory");

    assertThat(plan.from()).startsWith("rocksdb/");
    assertThat(plan.to()).startsWith("memory/");
    assertThat(plan.hold()).contains("writes");
    assertThat(plan.warnings()).singleElement().asString().contains("no longer durable");
    assertThat(node.node.admin().swaps(1, node.operator())).isEmpty();
  }

  @Test
  void aPlanForAProviderThatNobodyHasIsRefusedWithThoseThereAre() {
    refusal(() -> plan(Role.STATE, "nothing")).contains("CMESH-ASM-002").contains("rocksdb");
  }

  @Test
  void aPlanForNobodyTellsWhoWouldBeMissed() throws Exception {
    refusal(() -> plan(Role.STATE, "none")).contains("CMESH-SWP-006");
    refusal(() -> plan(Role.CONTRACT, "none")).contains("CMESH-SWP-001");
    TestNode.get(node.node.admin().swap(Role.CONTRACT, "fake", node.operator()));

    assertThat(plan(Role.CONTRACT, "none").hold()).contains("503");
  }

  @Test
  void aSwapCanBeFollowedAsSoonAsItIsAskedFor() throws Exception {
    CompletionStage<?> swap = node.node.admin().swap(Role.STATE, "memory", node.operator());

    SwapReport report = node.node.admin().swaps(1, node.operator()).get(0);

    assertThat(report.role()).isEqualTo(Role.STATE);
    assertThat(report.by()).isEqualTo(node.operator().did());
    assertThat(report.steps()).isNotEmpty();
    TestNode.get(swap);
    assertThat(node.node.admin().swaps(1, node.operator()).get(0).outcome())
        .isEqualTo(Outcome.WATCHED);
  }

  @Test
  void aProviderThatServesIsNotUninstalled() {
    refusal(() -> node.node.admin().uninstall(Role.STATE, "rocksdb", node.operator()))
        .contains("CMESH-SWP-016")
        .contains("rocksdb serves state");
  }

  @Test
  void aProviderThatIsStillFedIsLetGoBeforeItIsUninstalled() throws Exception {
    TestNode.get(node.node.admin().swap(Role.STATE, "memory", node.operator()));

    // No container is here that could take it away.
    refusal(() -> TestNode.get(node.node.admin().uninstall(Role.STATE, "rocksdb", node.operator())))
        .contains("CMESH-ASM-008");
    assertThat(node.node.admin().swaps(1, node.operator()).get(0).outcome())
        .isEqualTo(Outcome.DONE);
  }

  @Test
  void nobodyButTheOperatorInstallsOrUninstalls() throws Exception {
    Principal somebody = Principal.identity(node.person().did, "session");

    refusal(() -> node.node.admin().install(Role.IAM, "mock", somebody)).startsWith("CMESH-KRN");
    refusal(() -> node.node.admin().uninstall(Role.IAM, "mock", somebody)).startsWith("CMESH-KRN");
    TestNode.get(node.node.admin().install(Role.IAM, "mock", node.operator()));
  }
}
