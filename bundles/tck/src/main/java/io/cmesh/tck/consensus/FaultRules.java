package io.cmesh.tck.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cmesh.api.Bytes;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

abstract class FaultRules extends ConsensusRules {
  private static final Bytes LARGE = Bytes.wrap(new byte[100_000]);

  FaultRules(ConsensusKit kit) {
    super(kit);
  }

  @BeforeEach
  void skipWhereFaultsCannotBeMade() {
    assumeTrue(kit.usesOpeningDisk(), "its files cannot be made to fail");
  }

  @Test
  @DisplayName("that is full, it refuses with 507, has logged nothing, and goes on with room")
  void aFullDiskRefusesAndRecovers() {
    Delivered delivered = start(0);
    long a = commit("a");
    disk.fillAfter(1000);
    assertRefused(() -> completed(propose(1, LARGE)), Status.INSUFFICIENT_STORAGE);
    assertThat(log.lastPosition()).isEqualTo(a);
    assertThat(completed(log.readBarrier())).isEqualTo(a);
    disk.makeRoom();
    long b = commit("b");
    assertThat(delivered.upTo(b).texts()).containsExactly("a", "b");
  }

  @Test
  @DisplayName("that is full amid many proposals, what it refused is not there when opened again")
  void whatAFullDiskRefusedIsNotThere() {
    disk.fillAfter(1_000_000);
    List<CompletableFuture<Long>> stages = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      stages.add(propose(i, Bytes.ofLong(i).concat(LARGE)));
    }
    List<Long> committed = new ArrayList<>();
    for (int i = 0; i < stages.size(); i++) {
      if (isCommitted(stages.get(i))) {
        committed.add((long) i);
      }
    }
    disk.makeRoom();
    reopen();
    long last = completed(propose(50, Bytes.ofLong(50)));
    committed.add(50L);
    assertThat(start(0).upTo(last).entries())
        .extracting(entry -> entry.data().longAt(0))
        .isEqualTo(committed);
  }

  private static boolean isCommitted(CompletableFuture<Long> stage) {
    try {
      completed(stage);
      return true;
    } catch (MeshException e) {
      assertThat(e.status()).isEqualTo(Status.INSUFFICIENT_STORAGE);
      return false;
    }
  }

  @Test
  @DisplayName("whose fsync fails, it acknowledges nothing more: 504 for that, 503 afterwards")
  void aFailedFsyncAcknowledgesNothing() {
    commit("a");
    disk.failForces(1);
    assertRefused(() -> commit("b"), Status.TIMEOUT);
    assertRefused(() -> commit("c"), Status.UNAVAILABLE);
    assertThat(log.readBarrier()).isNotNull();
  }
}
