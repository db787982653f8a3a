package io.cmesh.log;

import static io.cmesh.log.LogFixture.OPTIONS;
import static io.cmesh.log.LogFixture.SMALL;
import static io.cmesh.log.LogFixture.append;
import static io.cmesh.log.LogFixture.contents;
import static io.cmesh.log.LogFixture.record;
import static io.cmesh.log.LogFixture.records;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmesh.api.Bytes;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import io.cmesh.runtime.JdkDisk;
import io.cmesh.tck.support.FaultyDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFaultTest {
  private final FaultyDisk disk = new FaultyDisk(new JdkDisk());
  @TempDir Path dir;

  private SegmentedLog open(LogOptions options) {
    return SegmentedLog.open(disk, dir, options);
  }

  @Test
  void aFullDiskIsA507AndReadsGoOn() {
    try (SegmentedLog log = open(OPTIONS)) {
      append(log, 1, 10);
      log.force();
      disk.fillAfter(20);
      append(log, 11, 20);
      assertFull(log::force);
      assertThat(log.durableSequence()).isEqualTo(10);
      assertThat(contents(log)).isEqualTo(records(1, 10));
      assertThat(log.read(7)).isEqualTo(record(7));
      disk.makeRoom();
    }
  }

  @Test
  void whatAFullDiskHeldUpIsWrittenOnceThereIsRoom() {
    try (SegmentedLog log = open(OPTIONS)) {
      disk.fillAfter(20);
      append(log, 1, 10);
      assertFull(log::force);
      disk.makeRoom();
      log.force();
      assertThat(log.durableSequence()).isEqualTo(10);
      assertThat(contents(log)).isEqualTo(records(1, 10));
    }
  }

  @Test
  void whatAFullDiskHeldUpCanBeTakenBack() {
    try (SegmentedLog log = open(OPTIONS)) {
      append(log, 1, 5);
      log.force();
      disk.fillAfter(20);
      append(log, 6, 10);
      assertFull(log::force);
      log.truncateAfter(5);
      assertThat(log.lastSequence()).isEqualTo(5);
      disk.makeRoom();
      assertThat(log.append(record(6))).isEqualTo(6);
      log.force();
    }
    try (SegmentedLog log = open(OPTIONS)) {
      assertThat(contents(log)).isEqualTo(records(1, 6));
    }
  }

  @Test
  void aRecordThatDoesNotFitOnTheDiskIsNotInTheLog() {
    try (SegmentedLog log = open(OPTIONS)) {
      append(log, 1, 2);
      disk.fillAfter(1000);
      assertFull(() -> log.append(Bytes.wrap(new byte[200_000])));
      assertThat(log.lastSequence()).isEqualTo(2);
      assertThat(log.append(record(3))).isEqualTo(3);
      log.force();
      assertThat(contents(log)).isEqualTo(records(1, 3));
    }
  }

  @Test
  void aDiskThatRunsFullAtAnyByteLosesNothingAcknowledged() throws IOException {
    for (int room = 0; room < 700; room += 7) {
      Path own = dir.resolve("room" + room);
      disk.makeRoom();
      SegmentedLog log = SegmentedLog.open(disk, own, SMALL);
      disk.fillAfter(room);
      long acknowledged = forceUntilFull(log);
      disk.crash();
      disk.makeRoom();
      try (SegmentedLog again = SegmentedLog.open(disk, own, SMALL)) {
        assertThat(again.lastSequence()).isBetween(acknowledged, acknowledged + 1);
        assertThat(contents(again)).isEqualTo(records(1, again.lastSequence()));
      }
    }
  }

  private static long forceUntilFull(SegmentedLog log) {
    for (long next = 1; next < 100; next++) {
      try {
        log.append(record(next));
        log.force();
      } catch (MeshException e) {
        assertThat(e.status()).isEqualTo(Status.INSUFFICIENT_STORAGE);
        return log.durableSequence();
      }
    }
    throw new AssertionError("the disk did not run full");
  }

  @Test
  void aLogCannotBeMadeOnAFullDisk() {
    disk.fillAfter(10);
    assertFull(() -> open(OPTIONS));
    disk.makeRoom();
    open(OPTIONS).close();
  }

  @Test
  void aSegmentThatCannotBeBegunIsBegunOnceThereIsRoom() {
    Bytes filling = Bytes.wrap(new byte[300]);
    try (SegmentedLog log = open(SMALL)) {
      log.append(filling);
      log.force();
      int roomForTheSealAlone = 50;
      disk.fillAfter(roomForTheSealAlone);
      assertFull(() -> log.append(filling));
      assertFull(() -> log.append(filling));
      disk.makeRoom();
      assertThat(log.append(record(2))).isEqualTo(2);
      assertThat(log.segments()).hasSize(2);
      assertThat(log.read(1)).isEqualTo(filling);
      assertThat(log.read(2)).isEqualTo(record(2));
    }
  }

  @Test
  void afterAFailedFsyncTheLogTakesNothingUntilReopened() {
    SegmentedLog log = open(OPTIONS);
    append(log, 1, 3);
    log.force();
    append(log, 4, 5);
    disk.failForces(1);
    assertFailed(log::force);
    assertFailed(() -> log.append(record(6)));
    assertFailed(log::force);
    assertThat(log.durableSequence()).isEqualTo(3);
    assertThat(log.read(2)).isEqualTo(record(2));
    log.close();
    try (SegmentedLog again = open(OPTIONS)) {
      assertThat(again.lastSequence()).isBetween(3L, 5L);
      assertThat(again.append(record(6))).isGreaterThan(3);
    }
  }

  @Test
  void afterAFailedWriteTheLogTakesNothingUntilReopened() {
    SegmentedLog log = open(OPTIONS);
    append(log, 1, 3);
    log.force();
    log.append(record(4));
    disk.failWrites(1);
    assertFailed(log::flush);
    assertFailed(() -> log.append(record(5)));
    assertThat(firstOf(log.cursor(1), 3)).isEqualTo(records(1, 3));
    log.close();
    try (SegmentedLog again = open(OPTIONS)) {
      assertThat(contents(again)).isEqualTo(records(1, 3));
    }
  }

  private static List<Bytes> firstOf(LogCursor cursor, int count) {
    return Stream.generate(cursor::next).limit(count).toList();
  }

  private static void assertFull(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            MeshException.class,
            e -> {
              assertThat(e.code()).isEqualTo("CMESH-LOG-003");
              assertThat(e.status()).isEqualTo(Status.INSUFFICIENT_STORAGE);
            });
  }

  private static void assertFailed(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            MeshException.class, e -> assertThat(e.code()).isEqualTo("CMESH-LOG-002"));
  }
}
