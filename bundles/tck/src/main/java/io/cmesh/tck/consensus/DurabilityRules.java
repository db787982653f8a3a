package io.cmesh.tck.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cmesh.api.consensus.LogEntry;
import io.cmesh.api.message.Status;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

abstract class DurabilityRules extends ConsensusRules {
  DurabilityRules(ConsensusKit kit) {
    super(kit);
  }

  @Test
  @DisplayName("every entry, its position, proposer and leader when it is closed and opened again")
  void entriesSurviveAReopening() {
    Delivered before = start(0);
    commit("a");
    long b = commit("b");
    List<LogEntry> delivered = before.upTo(b).entries();

    reopen();

    assertThat(log.lastPosition()).isGreaterThanOrEqualTo(b);
    assertThat(start(0).upTo(b).entries()).isEqualTo(delivered);
    assertThat(commit("c")).isGreaterThan(b);
  }

  @Test
  @DisplayName("what was proposed before it was closed, acknowledged or not, in its order")
  void closingCompletesWhatWasProposed() {
    List<CompletableFuture<Long>> stages = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      stages.add(propose("entry " + i));
    }
    reopen();
    long last = completed(stages.get(99));
    assertThat(start(0).upTo(last).positions())
        .containsExactlyElementsOf(stages.stream().map(ConsensusRules::completed).toList());
  }

  @Test
  @DisplayName("every acknowledged entry at a loss of power, ten times under load, none twice")
  void acknowledgedEntriesSurviveALossOfPower() throws IOException {
    assumeTrue(kit.usesOpeningDisk(), "its files cannot be made to lose power");
    Random random = new Random(1);
    List<String> acknowledged = new ArrayList<>();
    for (int life = 0; life < 10; life++) {
      List<CompletableFuture<Long>> stages = proposeUnderLoad(life);
      completed(stages.get(random.nextInt(stages.size())));
      disk.crashTorn(random);
      for (int i = 0; i < stages.size(); i++) {
        if (wasAcknowledged(stages.get(i))) {
          acknowledged.add(life + ":" + i);
        }
      }
      open();
    }
    List<String> texts = start(0).upTo(log.lastPosition()).texts();
    assertThat(texts).doesNotHaveDuplicates().containsSubsequence(acknowledged);
  }

  private List<CompletableFuture<Long>> proposeUnderLoad(int life) {
    List<CompletableFuture<Long>> stages = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      stages.add(propose(life + ":" + i));
    }
    return stages;
  }

  /** Waits for the outcome: the machine is dead, so all that is open fails. */
  private static boolean wasAcknowledged(CompletableFuture<Long> stage) {
    try {
      completed(stage);
      return true;
    } catch (RuntimeException e) {
      return false;
    }
  }

  @Test
  @DisplayName("apart from a state that is ahead of it: that start is refused")
  void aStateAheadOfTheLogIsRefused() {
    long last = commit("a");
    assertRefused(() -> start(last + 1000), Status.NOT_FOUND, Status.INTERNAL, Status.CONFLICT);
  }
}
