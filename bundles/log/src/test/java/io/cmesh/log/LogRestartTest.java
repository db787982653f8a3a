package io.cmesh.log;

import static io.cmesh.log.LogFixture.OPTIONS;
import static io.cmesh.log.LogFixture.SMALL;
import static io.cmesh.log.LogFixture.append;
import static io.cmesh.log.LogFixture.contents;
import static io.cmesh.log.LogFixture.record;
import static io.cmesh.log.LogFixture.records;
import static io.cmesh.log.LogFixture.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.cmesh.api.Bytes;
import io.cmesh.api.error.MeshException;
import io.cmesh.runtime.JdkDisk;
import io.cmesh.tck.support.FaultyDisk;
import io.cmesh.tck.support.KillingDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A log that forgets what it has and goes on further up. */
class LogRestartTest {
  private final FaultyDisk disk = new FaultyDisk(new JdkDisk());
  @TempDir Path dir;

  private SegmentedLog open(LogOptions options) {
    return SegmentedLog.open(disk, dir, options);
  }

  @Test
  void nothingIsLeftAndTheNextRecordHasTheNumberAskedFor() {
    try (SegmentedLog log = open(SMALL)) {
      append(log, 1, 50);
      log.restartAt(100);
      assertBeginsEmptyAt(log, 100);
      append(log, 100, 150);
      log.force();
      assertThat(contents(log)).isEqualTo(records(100, 150));
      assertThat(log.read(120)).isEqualTo(record(120));
    }
    try (SegmentedLog log = open(SMALL)) {
      assertThat(log.firstSequence()).isEqualTo(100);
      assertThat(contents(log)).isEqualTo(records(100, 150));
    }
  }

  private static void assertBeginsEmptyAt(SegmentedLog log, long first) {
    assertThat(log.firstSequence()).isEqualTo(first);
    assertThat(log.lastSequence()).isEqualTo(first - 1);
    assertThat(log.durableSequence()).isEqualTo(first - 1);
    assertThat(log.segments()).hasSize(1);
    assertThat(contents(log)).isEmpty();
  }

  @Test
  void anEmptyLogBeginsThereAfterALossOfPowerToo() throws IOException {
    open(OPTIONS).restartAt(100);
    disk.crash();
    try (SegmentedLog log = open(OPTIONS)) {
      assertBeginsEmptyAt(log, 100);
    }
  }

  @Test
  void itMayGoOnAtTheVeryNextNumber() {
    try (SegmentedLog log = open(OPTIONS)) {
      log.restartAt(1);
      append(log, 1, 3);
      log.restartAt(4);
      assertBeginsEmptyAt(log, 4);
      log.restartAt(4);
      assertBeginsEmptyAt(log, 4);
    }
  }

  @Test
  void aNumberThatTheLogHasOrHadIsRefused() {
    try (SegmentedLog log = open(OPTIONS)) {
      append(log, 1, 3);
      assertThatThrownBy(() -> log.restartAt(3)).isInstanceOf(IllegalArgumentException.class);
      assertThat(contents(log)).isEqualTo(records(1, 3));
    }
  }

  @Test
  void aCursorIsToldThatItsRecordIsGone() {
    try (SegmentedLog log = open(OPTIONS)) {
      append(log, 1, 3);
      LogCursor cursor = log.cursor(1);
      cursor.next();
      log.restartAt(10);
      assertThatThrownBy(cursor::next)
          .isInstanceOf(MeshException.class)
          .hasFieldOrPropertyWithValue("code", "CMESH-LOG-005");
      log.append(record(10));
      assertThat(log.cursor(10).next()).isEqualTo(record(10));
    }
  }

  @Test
  void theListenerIsToldOfEverySegment() {
    List<Long> dropped = new ArrayList<>();
    SegmentListener listener =
        new SegmentListener() {
          @Override
          public void dropped(SegmentInfo segment) {
            dropped.add(segment.firstSequence());
          }
        };
    try (SegmentedLog log = SegmentedLog.open(disk, dir, SMALL, listener)) {
      append(log, 1, 50);
      List<Long> all = log.segments().stream().map(SegmentInfo::firstSequence).toList();
      log.restartAt(100);
      assertThat(dropped).isEqualTo(all);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aKillAtAnyInstantLeavesTheLogAsItWasOrRestarted(boolean power) throws IOException {
    boolean through = false;
    int restarted = 0;
    for (int changes = 0; !through; changes++) {
      Path own = dir.resolve("kill" + changes);
      write(disk, own, SMALL, 14);
      KillingDisk killing = new KillingDisk(disk);
      SegmentedLog dying = SegmentedLog.open(killing, own, SMALL);
      killing.killAfter(changes);
      Throwable thrown = catchThrowable(() -> restartAndGoOn(dying));
      through = thrown == null;
      catchThrowable(dying::close);
      if (power) {
        disk.crashTorn(new Random(changes));
      }
      restarted += assertAsItWasOrRestarted(own, through) ? 1 : 0;
    }
    assertThat(restarted).isGreaterThan(3);
  }

  private static void restartAndGoOn(SegmentedLog log) {
    log.restartAt(100);
    append(log, 100, 110);
    log.force();
  }

  /** Whether it has restarted. */
  private boolean assertAsItWasOrRestarted(Path own, boolean through) throws IOException {
    long last;
    boolean restarted;
    try (SegmentedLog log = SegmentedLog.open(disk, own, SMALL)) {
      last = log.lastSequence();
      restarted = log.firstSequence() != 1;
      assertThat(log.firstSequence()).isEqualTo(restarted ? 100 : 1);
      assertThat(contents(log)).isEqualTo(records(log.firstSequence(), last));
      assertThat(last).isBetween(restarted ? 99L : 14L, restarted ? 110L : 14L);
      assertThat(through && last != 110).isFalse();
      assertThat(log.append(record(last + 1))).isEqualTo(last + 1);
    }
    disk.crash();
    try (SegmentedLog again = SegmentedLog.open(disk, own, SMALL)) {
      assertThat(again.lastSequence()).isEqualTo(last + 1);
    }
    assertThat(disk.list(own)).allMatch(SegmentNames::isSegment);
    return restarted;
  }

  @Test
  void whereverTheDiskIsFullTheLogStaysAsItWasAndTakesRecords() {
    boolean through = false;
    for (int room = 0; !through; room += 3) {
      Path own = dir.resolve("full" + room);
      write(disk, own, SMALL, 14);
      try (SegmentedLog log = SegmentedLog.open(disk, own, SMALL)) {
        disk.fillAfter(room);
        Throwable thrown = catchThrowable(() -> log.restartAt(100));
        disk.makeRoom();
        through = thrown == null;
        if (!through) {
          assertThat(thrown).hasFieldOrPropertyWithValue("code", "CMESH-LOG-003");
          assertThat(contents(log)).isEqualTo(records(1, 14));
        }
        assertThat(log.append(record(7))).isEqualTo(through ? 100 : 15);
      }
      try (SegmentedLog log = SegmentedLog.open(disk, own, SMALL)) {
        assertThat(log.firstSequence()).isEqualTo(through ? 100 : 1);
      }
    }
  }

  @FuzzTest
  void anyNoteOfARestartIsReadOrRefused(byte[] content) throws IOException {
    Path own = Files.createTempDirectory("restart-fuzz");
    Path note = own.resolve(RestartNote.NAME);
    try {
      Files.write(note, content);
      Throwable thrown = catchThrowable(() -> RestartNote.read(new JdkDisk(), own));
      if (thrown == null) {
        assertThat(RestartNote.read(new JdkDisk(), own)).isPositive();
      } else {
        assertThat(thrown).hasFieldOrPropertyWithValue("code", "CMESH-LOG-001");
      }
    } finally {
      Files.delete(note);
      Files.delete(own);
    }
  }

  @Test
  void oneWrongByteInTheNoteIsRefusedAndNothingForgotten() throws IOException {
    write(disk, dir, OPTIONS, 5);
    RestartNote.write(disk, dir, 100);
    Path note = dir.resolve(RestartNote.NAME);
    byte[] good = Files.readAllBytes(note);
    for (int i = 0; i < good.length; i++) {
      byte[] bad = good.clone();
      bad[i] ^= 1;
      Files.write(note, bad);
      assertThatThrownBy(() -> open(OPTIONS))
          .isInstanceOf(MeshException.class)
          .hasFieldOrPropertyWithValue("code", "CMESH-LOG-001");
    }
    Files.delete(note);
    try (SegmentedLog log = open(OPTIONS)) {
      assertThat(contents(log)).isEqualTo(records(1, 5));
      assertThat(log.append(Bytes.EMPTY)).isEqualTo(6);
    }
  }
}
