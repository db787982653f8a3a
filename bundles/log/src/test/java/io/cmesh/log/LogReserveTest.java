package io.cmesh.log;

import static io.cmesh.log.LogFixture.append;
import static io.cmesh.log.LogFixture.contents;
import static io.cmesh.log.LogFixture.records;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmesh.api.error.MeshException;
import io.cmesh.runtime.JdkDisk;
import io.cmesh.tck.support.FaultyDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogReserveTest {
  private static final LogOptions RESERVING = LogFixture.OPTIONS.reserving(1000);

  private final FaultyDisk disk = new FaultyDisk(new JdkDisk());
  @TempDir Path dir;

  private Path file(long first) {
    return dir.resolve(String.format("%020d.log", first));
  }

  private SegmentedLog open(LogOptions options) {
    return SegmentedLog.open(disk, dir, options);
  }

  @Test
  void zerosLieAheadOfTheRecordsAndTheFileGrowsInSteps() throws IOException {
    try (SegmentedLog log = open(RESERVING)) {
      append(log, 1, 1);
      log.force();
      long size = Files.size(file(1));
      append(log, 2, 20);
      log.force();

      assertThat(size).isGreaterThanOrEqualTo(1000);
      assertThat(Files.size(file(1))).isEqualTo(size);
      assertThat(log.sizeBytes()).isLessThan(size);
      assertThat(contents(log)).isEqualTo(records(1, 20));
    }
  }

  @Test
  void aClosedLogEndsWithItsLastFrame() throws IOException {
    LogFixture.write(disk, dir, RESERVING, 30);
    byte[] reserved = Files.readAllBytes(file(1));
    Files.delete(file(1));
    LogFixture.write(disk, dir, LogFixture.OPTIONS, 30);

    assertThat(reserved).isEqualTo(Files.readAllBytes(file(1)));
  }

  @Test
  void sealedSegmentsHoldNoZerosAndAreFoundBySeal() throws IOException {
    LogOptions small = LogFixture.SMALL.reserving(10_000).withoutVerifying();
    SegmentedLog dying = open(small);
    append(dying, 1, 100);
    dying.force();
    disk.crash();

    try (SegmentedLog log = open(small)) {
      assertThat(log.segments()).hasSizeGreaterThan(5);
      assertThat(contents(log)).isEqualTo(records(1, 100));
      for (SegmentInfo segment : log.segments().subList(0, 5)) {
        assertThat(segment.sealed()).isTrue();
        assertThat(Files.size(segment.path())).isEqualTo(segment.bytes());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void whatWasForcedSurvivesTornCrashesAndTheLogGoesOn(long seed) throws IOException {
    Random random = new Random(seed);
    LogOptions options = LogFixture.OPTIONS.withSegmentBytes(3000).reserving(500);
    long forced = 0;
    for (int round = 0; round < 30; round++) {
      SegmentedLog log = open(options);
      long last = log.lastSequence();
      assertThat(last).isGreaterThanOrEqualTo(forced);
      assertThat(contents(log)).isEqualTo(records(1, last));
      forced = last + random.nextInt(20);
      append(log, last + 1, forced);
      log.force();
      append(log, forced + 1, forced + random.nextInt(10));
      log.flush();
      disk.crashTorn(random);
    }
  }

  @Test
  void damageToWhatWasForcedIsRefusedThoughZerosFollow() throws IOException {
    SegmentedLog dying = open(RESERVING);
    for (long i = 1; i <= 10; i++) {
      append(dying, i, i);
      dying.force();
    }
    disk.crash();
    byte[] whole = Files.readAllBytes(file(1));
    Arrays.fill(whole, Frames.HEADER_BYTES, Frames.HEADER_BYTES + 40, (byte) 0);
    Files.write(file(1), whole);

    assertThatThrownBy(() -> open(RESERVING))
        .isInstanceOfSatisfying(
            MeshException.class, e -> assertThat(e.code()).isEqualTo("CMESH-LOG-001"));
  }

  @Test
  void whereThereIsNoRoomToReserveRecordsGoOnWithout() throws IOException {
    try (SegmentedLog log = open(RESERVING)) {
      disk.fillAfter(500);
      append(log, 1, 20);
      log.force();

      assertThat(log.durableSequence()).isEqualTo(20);
      assertThat(Files.size(file(1))).isEqualTo(log.sizeBytes());
      disk.makeRoom();
    }
    try (SegmentedLog log = open(RESERVING)) {
      assertThat(contents(log)).isEqualTo(records(1, 20));
    }
  }

  @Test
  void whatIsTakenBackTakesItsReserveWithItAndComesAgain() {
    try (SegmentedLog log = open(RESERVING)) {
      append(log, 1, 50);
      log.force();
      log.truncateAfter(10);
      append(log, 11, 60);
      log.force();
      assertThat(contents(log)).isEqualTo(records(1, 60));
    }
    try (SegmentedLog log = open(RESERVING)) {
      assertThat(contents(log)).isEqualTo(records(1, 60));
    }
  }
}
