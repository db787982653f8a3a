package io.cmesh.itests.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmesh.itests.node.NodeProcess;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every role is swapped, again and again, while clients call. */
class SoakIT {
  @TempDir Path directory;

  @Test
  void noCallFailsAndNothingIsLostThroughAnyNumberOfSwaps() {
    SoakPlan plan = SoakPlan.forCi();
    try (NodeProcess node = NodeProcess.in(directory)) {
      node.up(Soak.options());
      SoakReport report = Soak.run(node, plan);
      assertThat(report.faults()).as(report.toString()).isEmpty();
      assertThat(report.calls()).isGreaterThanOrEqualTo(plan.calls());
      assertThat(report.swaps()).isGreaterThanOrEqualTo(plan.swaps());
    }
  }
}
