package io.cmesh.log;

import static io.cmesh.log.LogFixture.OPTIONS;
import static io.cmesh.log.LogFixture.record;
import static io.cmesh.log.LogFixture.records;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmesh.api.Bytes;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import io.cmesh.api.provider.Health;
import io.cmesh.runtime.JdkDisk;
import io.cmesh.tck.support.FaultyDisk;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On one thread, step by step: what a simulator relies on. */
class GroupCommitLogTest {
  private final StepScheduler scheduler = new StepScheduler();
  private final FaultyDisk disk = new FaultyDisk(new JdkDisk());
  private final List<Bytes> delivered = new ArrayList<>();
  private GroupCommitLog log;

  @BeforeEach
  void open(@TempDir Path dir) {
    SegmentedLog records = SegmentedLog.open(disk, dir, OPTIONS);
    log = new GroupCommitLog(records, scheduler, "test", true);
  }

  private CompletableFuture<Long> propose(Bytes record) {
    return log.propose(record).toCompletableFuture();
  }

  private static void assertRefused(CompletableFuture<Long> stage, Status status, String code) {
    assertThat(stage)
        .isCompletedExceptionally()
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .havingCause()
        .isInstanceOfSatisfying(
            MeshException.class,
            e -> {
              assertThat(e.status()).isEqualTo(status);
              assertThat(e.code()).isEqualTo(code);
            });
  }

  @Test
  void whoProposesDoesNoWork() {
    CompletableFuture<Long> stage = propose(record(1));
    assertThat(stage).isNotDone();
    assertThat(log.committed()).isZero();
    scheduler.runAll();
    assertThat(stage).isCompletedWithValue(1L);
    assertThat(log.committed()).isEqualTo(1);
  }

  @Test
  void oneForceServesAllThatWait() {
    long before = disk.forces();
    for (int i = 1; i <= 100; i++) {
      propose(record(i));
    }
    scheduler.runAll();
    assertThat(log.committed()).isEqualTo(100);
    assertThat(disk.forces() - before).isEqualTo(1);
  }

  @Test
  void whatAProposerDoesOnCompletionJoinsTheNextGroup() {
    log.start(0, (position, record) -> delivered.add(record));
    propose(record(1)).thenAccept(position -> propose(record(2)));
    scheduler.runAll();
    assertThat(delivered).isEqualTo(records(1, 2));
  }

  @Test
  void whatWasCommittedBeforeTheStartIsReplayedAndNotRepeated() {
    propose(record(1));
    scheduler.runAll();
    propose(record(2));
    log.start(0, (position, record) -> delivered.add(record));
    propose(record(3));
    scheduler.runAll();
    assertThat(delivered).isEqualTo(records(1, 3));
  }

  @Test
  void tooMuchWaitingIsRefusedAndTheRestGoesOn() {
    Bytes large = Bytes.wrap(new byte[8 << 20]);
    List<CompletableFuture<Long>> waiting = new ArrayList<>();
    for (int i = 0; i < 32; i++) {
      waiting.add(propose(large));
    }
    assertRefused(propose(large), Status.UNAVAILABLE, "CMESH-LOG-008");
    scheduler.runAll();
    assertThat(waiting).allSatisfy(stage -> assertThat(stage).isCompleted());
    CompletableFuture<Long> again = propose(record(33));
    scheduler.runAll();
    assertThat(again).isCompletedWithValue(33L);
  }

  @Test
  void aRecordThatIsTooLongFailsAlone() {
    CompletableFuture<Long> before = propose(record(1));
    assertRefused(propose(Bytes.wrap(new byte[(8 << 20) + 1])), Status.TOO_LARGE, "CMESH-LOG-004");
    scheduler.runAll();
    assertThat(before).isCompletedWithValue(1L);
  }

  @Test
  void theWholeGroupIsTakenBackWhereTheDiskIsFull() {
    disk.fillAfter(30);
    CompletableFuture<Long> first = propose(record(1));
    CompletableFuture<Long> second = propose(record(2));
    scheduler.runAll();
    assertRefused(first, Status.INSUFFICIENT_STORAGE, "CMESH-LOG-003");
    assertRefused(second, Status.INSUFFICIENT_STORAGE, "CMESH-LOG-003");
    assertThat(log.health().grade()).isEqualTo(Health.Grade.DEGRADED);
    disk.makeRoom();
    CompletableFuture<Long> third = propose(record(3));
    scheduler.runAll();
    assertThat(third).isCompletedWithValue(1L);
    assertThat(log.health()).isEqualTo(Health.OK);
  }

  @Test
  void aFailedForceIsAnUnknownOutcomeAndThenARefusal() {
    disk.failForces(1);
    CompletableFuture<Long> unknown = propose(record(1));
    scheduler.runAll();
    CompletableFuture<Long> refused = propose(record(2));
    scheduler.runAll();
    assertRefused(unknown, Status.TIMEOUT, "CMESH-LOG-010");
    assertRefused(refused, Status.UNAVAILABLE, "CMESH-LOG-009");
    assertThat(log.committed()).isZero();
    assertThat(log.health().grade()).isEqualTo(Health.Grade.DOWN);
  }

  @Test
  void aStartBeyondTheEndIsRefused() {
    assertThatThrownBy(() -> log.start(5, (position, record) -> {}))
        .hasMessageContaining("the state stands at position 5, the log keeps 1 to 0");
  }

  @Test
  void closingCommitsWhatWaits() {
    CompletableFuture<Long> stage = propose(record(1));
    log.close();
    assertThat(stage).isCompletedWithValue(1L);
    assertThatThrownBy(() -> log.propose(record(2))).isInstanceOf(IllegalStateException.class);
  }
}
