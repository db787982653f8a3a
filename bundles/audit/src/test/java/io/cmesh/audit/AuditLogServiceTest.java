package io.cmesh.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmesh.api.Bytes;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import io.cmesh.log.LogCursor;
import io.cmesh.log.LogOptions;
import io.cmesh.log.SegmentedLog;
import io.cmesh.runtime.JdkDisk;
import io.cmesh.tck.support.FaultyDisk;
import io.cmesh.tck.support.TestScheduler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditLogServiceTest {
  private static final Bytes HASH = Bytes.wrap(new byte[32]);
  private static final Map<String, String> NEVER = Map.of("syncInterval", "1d");
  private static final Map<String, String> SOON = Map.of("syncInterval", "10ms");

  private final TestScheduler scheduler = new TestScheduler();
  private final FaultyDisk disk = new FaultyDisk(new JdkDisk());
  @TempDir Path home;

  @AfterEach
  void end() {
    scheduler.close();
  }

  private AuditLogService open(Map<String, String> settings) {
    return new AuditLogService(new FixedConfiguration(home, settings), scheduler, disk);
  }

  private static long append(AuditLogService audit, long n) {
    return audit.append('m', new UUID(0, n), n, HASH);
  }

  private List<Leaf> leaves() {
    List<Leaf> leaves = new ArrayList<>();
    LogOptions options = LogOptions.of("audit");
    try (SegmentedLog log = SegmentedLog.open(disk, home.resolve("data/audit"), options)) {
      LogCursor cursor = log.cursor(log.firstSequence());
      for (Bytes next = cursor.next(); next != null; next = cursor.next()) {
        leaves.add(Leaf.decode(next));
      }
    }
    return leaves;
  }

  @Test
  void leavesAreNumberedFromZero() {
    AuditLogService audit = open(NEVER);
    assertThat(audit.size()).isZero();
    assertThat(append(audit, 1)).isZero();
    assertThat(append(audit, 2)).isEqualTo(1);
    assertThat(audit.size()).isEqualTo(2);
    audit.close();
  }

  @Test
  void leavesSurviveAReopening() {
    AuditLogService audit = open(NEVER);
    audit.append('c', new UUID(1, 2), 3, Bytes.utf8("hash"));
    audit.append('g', new UUID(4, 5), 6, HASH);
    audit.close();
    assertThat(leaves())
        .containsExactly(
            new Leaf('c', new UUID(1, 2), 3, Bytes.utf8("hash")),
            new Leaf('g', new UUID(4, 5), 6, HASH));
    AuditLogService again = open(NEVER);
    assertThat(append(again, 7)).isEqualTo(2);
    again.close();
  }

  @Test
  void aForcedLeafSurvivesALossOfPower() throws IOException {
    AuditLogService audit = open(NEVER);
    append(audit, 1);
    audit.force();
    append(audit, 2);
    disk.crash();
    assertThat(leaves()).hasSize(1);
  }

  @Test
  void leavesGoToDiskAtTheInterval() throws IOException {
    AuditLogService audit = open(SOON);
    long before = disk.forces();
    append(audit, 1);
    Awaitility.await().until(() -> disk.forces() > before);
    disk.crash();
    assertThat(leaves()).hasSize(1);
  }

  @Test
  void theOldestLeavesGoBeyondTheBudget() {
    AuditLogService audit = open(Map.of("syncInterval", "10ms", "maxBytes", "64KiB"));
    for (int i = 0; i < 5000; i++) {
      append(audit, i);
    }
    Awaitility.await().until(() -> bytes() <= 64 << 10);
    assertThat(audit.size()).isEqualTo(5000);
    assertThat(append(audit, 5000)).isEqualTo(5000);
    audit.close();
    assertThat(leaves())
        .hasSizeGreaterThan(400)
        .last()
        .extracting(Leaf::timeMillis)
        .isEqualTo(5000L);
  }

  private long bytes() throws IOException {
    try (Stream<Path> files = Files.list(home.resolve("data/audit"))) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    }
  }

  @Test
  void withoutABudgetEverythingIsKept() {
    AuditLogService audit = open(SOON);
    for (int i = 0; i < 5000; i++) {
      append(audit, i);
    }
    audit.close();
    assertThat(leaves()).hasSize(5000);
  }

  @Test
  void aFullDiskIsSaidToWhoAppendsAndEndsWithRoom() {
    AuditLogService audit = open(SOON);
    disk.fillAfter(100);
    assertThatThrownBy(() -> appendUntilRefused(audit))
        .isInstanceOfSatisfying(
            MeshException.class,
            e -> assertThat(e.status()).isEqualTo(Status.INSUFFICIENT_STORAGE));
    long size = audit.size();
    disk.makeRoom();
    assertThat(append(audit, 1)).isEqualTo(size);
    audit.close();
    assertThat(leaves()).hasSize((int) size + 1);
  }

  private static void appendUntilRefused(AuditLogService audit) {
    for (int i = 0; i < 100_000; i++) {
      append(audit, i);
    }
  }

  @Test
  void manyThreadsAppendEachLeafOnce() throws Exception {
    AuditLogService audit = open(SOON);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Future<?>> running = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      int thread = t;
      running.add(threads.submit(() -> appendTenThousand(audit, thread)));
    }
    for (Future<?> each : running) {
      each.get();
    }
    threads.shutdown();
    audit.close();
    assertThat(leaves()).extracting(Leaf::id).hasSize(40_000).doesNotHaveDuplicates();
  }

  private static void appendTenThousand(AuditLogService audit, int thread) {
    for (int i = 0; i < 10_000; i++) {
      audit.append('m', new UUID(thread, i), i, HASH);
    }
  }

  @Test
  void aDamagedLogIsRefusedAtTheStart() throws IOException {
    AuditLogService audit = open(NEVER);
    append(audit, 1);
    audit.force();
    append(audit, 2);
    audit.close();
    Path file = home.resolve("data/audit/00000000000000000001.log");
    byte[] bytes = Files.readAllBytes(file);
    bytes[60] ^= 1;
    Files.write(file, bytes);
    assertThatThrownBy(() -> open(NEVER))
        .isInstanceOfSatisfying(
            MeshException.class,
            e -> {
              assertThat(e.text()).contains("is damaged at byte 40");
              // No backup holds the audit log.
              assertThat(e.hint().orElseThrow())
                  .contains("copy of the home")
                  .doesNotContain("restore");
            });
  }
}
