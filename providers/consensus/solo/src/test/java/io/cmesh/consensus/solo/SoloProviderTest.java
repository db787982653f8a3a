package io.cmesh.consensus.solo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmesh.api.Bytes;
import io.cmesh.api.consensus.Consensus;
import io.cmesh.api.consensus.LogEntry;
import io.cmesh.api.consensus.Member;
import io.cmesh.api.consensus.Proposal;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.provider.Health;
import io.cmesh.api.provider.Instance;
import io.cmesh.runtime.JdkDisk;
import io.cmesh.tck.support.FaultyDisk;
import io.cmesh.tck.support.TestOpening;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SoloProviderTest {
  private final FaultyDisk disk = new FaultyDisk(new JdkDisk());
  private TestOpening opening;

  @BeforeEach
  void prepare(@TempDir Path dir) {
    opening = TestOpening.in(dir).disk(disk).pid("io.cmesh.consensus.solo");
  }

  @AfterEach
  void end() {
    opening.close();
  }

  private Instance<Consensus> open() {
    return new SoloProvider("0.1.0").open(opening.opening());
  }

  private static CompletableFuture<Long> propose(Consensus log, int bytes) {
    return log.propose(new Proposal(1, Bytes.wrap(new byte[bytes]))).toCompletableFuture();
  }

  @Test
  void oneFsyncServesManyProposals() {
    try (Instance<Consensus> solo = open()) {
      long before = disk.forces();
      List<CompletableFuture<Long>> stages = new ArrayList<>();
      for (int i = 0; i < 20_000; i++) {
        stages.add(propose(solo.service(), 100));
      }
      stages.forEach(CompletableFuture::join);
      assertThat(disk.forces() - before).isBetween(1L, 2_000L);
    }
  }

  @Test
  void withoutFsyncNothingIsForcedUntilItIsClosed() {
    opening.set("fsync", "false");
    Instance<Consensus> solo = open();
    long before = disk.forces();
    assertThat(propose(solo.service(), 100).join()).isEqualTo(1);
    assertThat(disk.forces()).isEqualTo(before);
    solo.close();
    assertThat(disk.forces()).isGreaterThan(before);
  }

  @Test
  void aCutGivesTheDiskBack() {
    opening.set("segmentBytes", "64KiB");
    try (Instance<Consensus> solo = open()) {
      Consensus log = solo.service();
      for (int i = 0; i < 100; i++) {
        propose(log, 10_000).join();
      }
      assertThat(log.sizeBytes()).isGreaterThan(1_000_000);
      log.cut(90);
      assertThat(log.sizeBytes()).isLessThan(200_000);
      assertThat(log.firstPosition()).isBetween(80L, 91L);
    }
  }

  @Test
  void itIsAGroupOfItself() {
    try (Instance<Consensus> solo = open()) {
      assertThat(solo.service().members()).containsExactly(new Member("node-0", "", true, 0));
      assertThat(solo.service().confirmations()).isEqualTo(1);
    }
  }

  @Test
  void itsHealthTellsOfAFullDiskUntilThereIsRoom() {
    try (Instance<Consensus> solo = open()) {
      assertThat(solo.health()).isEqualTo(Health.OK);
      disk.fillAfter(10);
      assertThatThrownBy(() -> propose(solo.service(), 1000).join())
          .isInstanceOf(CompletionException.class);
      assertThat(solo.health().grade()).isEqualTo(Health.Grade.DEGRADED);
      disk.makeRoom();
      propose(solo.service(), 1000).join();
      assertThat(solo.health()).isEqualTo(Health.OK);
    }
  }

  @Test
  void itsHealthTellsOfAFailedDisk() {
    try (Instance<Consensus> solo = open()) {
      disk.failForces(1);
      assertThatThrownBy(() -> propose(solo.service(), 10).join())
          .hasRootCauseMessage("Input/output error at fsync (a fault of the test)");
      assertThat(solo.health().grade()).isEqualTo(Health.Grade.DOWN);
    }
  }

  @Test
  void aConsumerThatThrowsHaltsDeliveryAndIsSeen() {
    Instance<Consensus> solo = open();
    List<Long> seen = new ArrayList<>();
    solo.service().start(0, entry -> takeTwo(entry, seen));
    for (int i = 0; i < 5; i++) {
      propose(solo.service(), 10).join();
    }
    solo.close();
    assertThat(seen).containsExactly(1L, 2L);
    assertThat(solo.health().text()).contains("no handler");
  }

  private static void takeTwo(LogEntry entry, List<Long> seen) {
    seen.add(entry.position());
    if (entry.position() == 2) {
      throw new IllegalStateException("no handler");
    }
  }

  @Test
  void aLateCallIsRefused() {
    Instance<Consensus> solo = open();
    solo.close();
    solo.close();
    assertThatThrownBy(() -> propose(solo.service(), 10)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aBadSettingIsRefusedByName() {
    opening.set("fsync", "perhaps");
    assertThatThrownBy(this::open)
        .isInstanceOf(MeshException.class)
        .hasMessageContaining("io.cmesh.consensus.solo: fsync = perhaps");
  }

  @Test
  void itDescribesItself() {
    assertThat(new SoloProvider("0.1.0").descriptor().label()).isEqualTo("solo/0.1.0");
    assertThat(new SoloProvider("0.1.0").descriptor().durable()).isTrue();
  }

  @Test
  void aRecordThatIsNoneOfSolosIsRefused() {
    assertThatThrownBy(() -> SoloConsensus.FORMAT.decode(Bytes.hex("0200")))
        .isInstanceOf(MeshException.class)
        .hasFieldOrPropertyWithValue("code", "CMESH-SOLO-001");
  }
}
