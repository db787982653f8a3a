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
import io.cmesh.runtime.JdkDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentedLogTest {
  private final JdkDisk disk = new JdkDisk();
  @TempDir Path temp;

  private SegmentedLog open(LogOptions options) {
    return SegmentedLog.open(disk, temp.resolve("log"), options);
  }

  @Test
  void aNewLogIsEmpty() {
    try (SegmentedLog log = open(OPTIONS)) {
      assertThat(log.firstSequence()).isEqualTo(1);
      assertThat(log.lastSequence()).isZero();
      assertThat(log.durableSequence()).isZero();
      assertThat(contents(log)).isEmpty();
    }
  }

  @Test
  void sequencesAreDenseFromOne() {
    try (SegmentedLog log = open(OPTIONS)) {
      assertThat(log.append(record(1))).isEqualTo(1);
      assertThat(log.append(record(2))).isEqualTo(2);
      assertThat(log.lastSequence()).isEqualTo(2);
    }
  }

  @Test
  void aNewLogMayBeginWithAnotherNumber() {
    try (SegmentedLog log = open(OPTIONS.startingAt(100))) {
      assertThat(log.append(record(1))).isEqualTo(100);
      assertThat(log.firstSequence()).isEqualTo(100);
    }
    try (SegmentedLog log = open(OPTIONS.startingAt(7))) {
      assertThat(log.lastSequence()).isEqualTo(100);
    }
  }

  @Test
  void aRecordIsDurableOnceForced() {
    try (SegmentedLog log = open(OPTIONS)) {
      append(log, 1, 3);
      assertThat(log.durableSequence()).isZero();
      log.force();
      assertThat(log.durableSequence()).isEqualTo(3);
    }
  }

  @Test
  void aReaderSeesWhatIsNotYetFlushed() {
    try (SegmentedLog log = open(OPTIONS)) {
      append(log, 1, 3);
      assertThat(log.read(3)).isEqualTo(record(3));
      assertThat(contents(log)).isEqualTo(records(1, 3));
    }
  }

  @Test
  void aCursorGoesOnAsTheLogGrows() {
    try (SegmentedLog log = open(SMALL)) {
      LogCursor cursor = log.cursor(1);
      assertThat(cursor.next()).isNull();
      append(log, 1, 100);
      List<Bytes> seen = new ArrayList<>();
      for (Bytes next = cursor.next(); next != null; next = cursor.next()) {
        seen.add(next);
      }
      assertThat(seen).isEqualTo(records(1, 100));
      assertThat(cursor.sequence()).isEqualTo(100);
      log.append(record(101));
      assertThat(cursor.next()).isEqualTo(record(101));
    }
  }

  @Test
  void aCursorBeginsAnywhere() {
    try (SegmentedLog log = open(SMALL)) {
      append(log, 1, 50);
      for (long from = 1; from <= 50; from++) {
        assertThat(log.cursor(from).next()).isEqualTo(record(from));
      }
      assertThat(log.cursor(51).next()).isNull();
    }
  }

  @Test
  void everythingIsThereAfterReopening() {
    try (SegmentedLog log = open(SMALL)) {
      append(log, 1, 200);
    }
    try (SegmentedLog log = open(SMALL)) {
      assertThat(log.lastSequence()).isEqualTo(200);
      assertThat(log.durableSequence()).isEqualTo(200);
      assertThat(contents(log)).isEqualTo(records(1, 200));
      assertThat(log.append(record(201))).isEqualTo(201);
    }
  }

  @Test
  void anyRecordOfManyIsFoundAfterReopeningUnverified() {
    LogOptions options = LogOptions.of("test").withSegmentBytes(100_000).withoutVerifying();
    try (SegmentedLog log = open(options)) {
      append(log, 1, 20_000);
    }
    try (SegmentedLog log = open(options)) {
      for (long sequence = 1; sequence <= 20_000; sequence += 37) {
        assertThat(log.read(sequence)).isEqualTo(record(sequence));
      }
    }
  }

  @Test
  void recordsOfAllSizesComeBack() {
    try (SegmentedLog log = open(OPTIONS)) {
      int[] sizes = {0, 1, 11, 12 << 10, (64 << 10) - 8, 64 << 10, (64 << 10) + 1, 3 << 20, 5};
      for (int size : sizes) {
        log.append(Bytes.wrap(new byte[size]));
      }
      assertThat(contents(log)).extracting(Bytes::size).containsExactly(box(sizes));
      for (int i = 0; i < sizes.length; i++) {
        assertThat(log.read(i + 1).size()).isEqualTo(sizes[i]);
      }
    }
  }

  private static Integer[] box(int[] values) {
    return Arrays.stream(values).boxed().toArray(Integer[]::new);
  }

  @Test
  void aRecordThatIsTooLongIsRefused() {
    try (SegmentedLog log = open(OPTIONS.withMaxRecordBytes(10))) {
      assertThatThrownBy(() -> log.append(Bytes.wrap(new byte[11])))
          .isInstanceOfSatisfying(
              MeshException.class, e -> assertThat(e.code()).isEqualTo("CMESH-LOG-004"));
      assertThat(log.append(Bytes.wrap(new byte[10]))).isEqualTo(1);
    }
  }

  @Test
  void aRecordOutsideTheLogIsRefused() {
    try (SegmentedLog log = open(OPTIONS)) {
      append(log, 1, 2);
      assertThatThrownBy(() -> log.read(3)).hasMessageContaining("expected: 1 to 2");
      assertThatThrownBy(() -> log.read(0)).hasMessageContaining("sequence: 0");
      assertThatThrownBy(() -> log.cursor(4)).hasMessageContaining("sequence: 4");
    }
  }

  @Test
  void cuttingDropsWholeSegmentsAndKeepsTheRecordAskedFor() {
    try (SegmentedLog log = open(SMALL)) {
      append(log, 1, 100);
      int before = log.segments().size();
      log.cutBefore(60);
      assertThat(log.segments()).hasSizeLessThan(before);
      assertThat(log.firstSequence()).isBetween(40L, 60L);
      assertThat(log.read(60)).isEqualTo(record(60));
      assertThat(contents(log)).isEqualTo(records(log.firstSequence(), 100));
    }
    try (SegmentedLog log = open(SMALL)) {
      assertThat(log.read(60)).isEqualTo(record(60));
    }
  }

  @Test
  void cuttingEverythingKeepsTheNumbering() {
    try (SegmentedLog log = open(SMALL)) {
      append(log, 1, 100);
      log.cutBefore(101);
    }
    try (SegmentedLog log = open(SMALL)) {
      assertThat(log.append(record(101))).isEqualTo(101);
    }
  }

  @Test
  void aCursorIsToldThatItsRecordWasCut() {
    try (SegmentedLog log = open(SMALL)) {
      append(log, 1, 100);
      LogCursor cursor = log.cursor(1);
      cursor.next();
      log.cutBefore(90);
      assertThatThrownBy(cursor::next)
          .isInstanceOfSatisfying(
              MeshException.class, e -> assertThat(e.code()).isEqualTo("CMESH-LOG-005"));
    }
  }

  @Test
  void truncatingTakesRecordsBackWhereverTheyAre() {
    for (long to : new long[] {0, 1, 17, 50, 98, 99, 100}) {
      Path dir = temp.resolve("truncate" + to);
      try (SegmentedLog log = SegmentedLog.open(disk, dir, SMALL)) {
        append(log, 1, 90);
        log.force();
        append(log, 91, 100);
        log.truncateAfter(to);
        assertThat(log.lastSequence()).isEqualTo(to);
        assertThat(log.append(Bytes.utf8("other"))).isEqualTo(to + 1);
        assertThat(log.read(to + 1)).isEqualTo(Bytes.utf8("other"));
      }
      try (SegmentedLog log = SegmentedLog.open(disk, dir, SMALL)) {
        assertThat(log.lastSequence()).isEqualTo(to + 1);
        assertThat(contents(log).subList(0, (int) to)).isEqualTo(records(1, to));
      }
    }
  }

  @Test
  void aCursorReadsWhatFollowsATruncation() {
    try (SegmentedLog log = open(OPTIONS)) {
      append(log, 1, 10);
      LogCursor cursor = log.cursor(5);
      assertThat(cursor.next()).isEqualTo(record(5));
      log.truncateAfter(5);
      assertThat(cursor.next()).isNull();
      log.append(Bytes.utf8("new six"));
      assertThat(cursor.next()).isEqualTo(Bytes.utf8("new six"));
    }
  }

  @Test
  void sideFilesLiveAndDieWithTheirSegment() throws IOException {
    List<SegmentInfo> sealed = new ArrayList<>();
    SegmentListener listener =
        new SegmentListener() {
          @Override
          public void sealed(SegmentInfo segment) {
            sealed.add(segment);
          }
        };
    try (SegmentedLog log = SegmentedLog.open(disk, temp.resolve("log"), SMALL, listener)) {
      append(log, 1, 60);
      assertThat(sealed).hasSizeGreaterThan(2).allMatch(SegmentInfo::sealed);
      for (SegmentInfo segment : sealed) {
        Files.writeString(segment.sideFile("idx"), "index");
      }
      log.cutBefore(sealed.get(1).firstSequence());
      assertThat(sealed.get(0).sideFile("idx")).doesNotExist();
      assertThat(sealed.get(1).sideFile("idx")).exists();
      log.truncateAfter(sealed.get(1).firstSequence());
      assertThat(sealed.get(1).sideFile("idx")).doesNotExist();
    }
  }

  @Test
  void segmentsTellTheirRangeAndTheSizeIsTheirSum() throws IOException {
    try (SegmentedLog log = open(SMALL)) {
      append(log, 1, 100);
      log.flush();
      List<SegmentInfo> segments = log.segments();
      for (int i = 1; i < segments.size(); i++) {
        assertThat(segments.get(i).firstSequence())
            .isEqualTo(segments.get(i - 1).lastSequence() + 1);
      }
      long sum = 0;
      for (SegmentInfo segment : segments) {
        sum += Files.size(segment.path());
      }
      assertThat(log.sizeBytes()).isEqualTo(sum);
    }
  }

  @Test
  void aClosedLogRefusesEverything() {
    SegmentedLog log = open(OPTIONS);
    log.append(record(1));
    log.close();
    log.close();
    assertThatThrownBy(() -> log.append(record(2))).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(log::force).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> log.read(1)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void openingAndClosingAgainAndAgainDoesNotGrowTheFile() {
    LogFixture.write(disk, temp.resolve("log"), OPTIONS, 3);
    open(OPTIONS).close();
    long size;
    try (SegmentedLog log = open(OPTIONS)) {
      size = log.sizeBytes();
    }
    try (SegmentedLog log = open(OPTIONS)) {
      assertThat(log.sizeBytes()).isEqualTo(size);
    }
  }

  @Test
  void filesBelongToTheirOwnerAlone() throws IOException {
    try (SegmentedLog log = open(OPTIONS)) {
      assertThat(Files.getPosixFilePermissions(log.segments().get(0).path()).toString())
          .doesNotContain("GROUP", "OTHERS");
    }
  }
}
