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
import io.cmesh.tck.support.FaultyDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogRecoveryTest {
  private final JdkDisk disk = new JdkDisk();
  @TempDir Path dir;

  private Path file(long first) {
    return dir.resolve(String.format("%020d.log", first));
  }

  private SegmentedLog open(LogOptions options) {
    return SegmentedLog.open(disk, dir, options);
  }

  @Test
  void aTailTornAtAnyByteIsCutAndTheLogGoesOn() throws IOException {
    SegmentedLog dying = open(OPTIONS);
    append(dying, 1, 5);
    dying.flush();
    byte[] whole = Files.readAllBytes(file(1));
    for (int size = 0; size <= whole.length; size++) {
      Files.write(file(1), Arrays.copyOf(whole, size));
      try (SegmentedLog log = open(OPTIONS)) {
        long kept = log.lastSequence();
        assertThat(contents(log)).isEqualTo(records(1, kept));
        assertThat(log.append(record(kept + 1))).isEqualTo(kept + 1);
      }
      try (SegmentedLog log = open(OPTIONS)) {
        assertThat(contents(log)).isEqualTo(records(1, log.lastSequence()));
      }
    }
  }

  @Test
  void aTailOfZerosOrRubbishIsCut() throws IOException {
    SegmentedLog dying = open(OPTIONS);
    append(dying, 1, 5);
    dying.flush();
    byte[] whole = Files.readAllBytes(file(1));
    byte[] tail = new byte[1000];
    for (int round = 0; round < 20; round++) {
      Files.write(file(1), Bytes.copyOf(whole).concat(Bytes.wrap(tail)).unsafeArray());
      try (SegmentedLog log = open(OPTIONS)) {
        assertThat(contents(log)).isEqualTo(records(1, 5));
      }
      tail = new byte[1000];
      new Random(round).nextBytes(tail);
    }
  }

  @Test
  void damageInAnyByteOfWhatWasForcedIsRefused() throws IOException {
    LogFixture.write(disk, dir, OPTIONS, 5);
    byte[] whole = Files.readAllBytes(file(1));
    int lastMark = whole.length - Frames.CONTROL_BYTES;
    for (int at = 0; at < lastMark; at++) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 0x10;
      Files.write(file(1), damaged);
      assertThatThrownBy(() -> open(OPTIONS)).isInstanceOf(MeshException.class);
      assertThat(Files.readAllBytes(file(1))).isEqualTo(damaged);
    }
  }

  @Test
  void damageIsNamedWithFileAndOffsetAndTheWayOut() throws IOException {
    LogFixture.write(disk, dir, OPTIONS, 5);
    flip(file(1), Frames.HEADER_BYTES + 10);
    assertThatThrownBy(() -> open(OPTIONS))
        .isInstanceOfSatisfying(
            MeshException.class,
            e -> {
              assertThat(e.code()).isEqualTo("CMESH-LOG-001");
              assertThat(e.text()).contains(file(1).toString(), "byte 40");
              assertThat(e.hint()).get().asString().contains("restore");
            });
  }

  @Test
  void damageInASealedSegmentIsRefusedAtOpen() throws IOException {
    LogFixture.write(disk, dir, SMALL, 50);
    flip(file(1), 100);
    assertDamaged(() -> open(SMALL));
  }

  @Test
  void damageInASealedSegmentThatWasNotVerifiedIsRefusedWhenRead() throws IOException {
    LogFixture.write(disk, dir, SMALL, 50);
    flip(file(1), 100);
    try (SegmentedLog log = open(SMALL.withoutVerifying())) {
      assertThat(log.read(50)).isEqualTo(record(50));
      assertDamaged(() -> log.read(3));
      assertDamaged(() -> contents(log));
    }
  }

  @Test
  void aSealedSegmentThatWasCutShortIsRefused() throws IOException {
    LogFixture.write(disk, dir, SMALL, 50);
    byte[] whole = Files.readAllBytes(file(1));
    Files.write(file(1), Arrays.copyOf(whole, whole.length - 1));
    assertDamaged(() -> open(SMALL));
    assertDamaged(() -> open(SMALL.withoutVerifying()));
  }

  @Test
  void aMissingSegmentIsRefusedByName() throws IOException {
    LogFixture.write(disk, dir, SMALL, 50);
    Path second;
    try (SegmentedLog log = open(SMALL)) {
      second = log.segments().get(1).path();
    }
    Files.delete(second);
    assertThatThrownBy(() -> open(SMALL)).hasMessageContaining(second + " is damaged at byte 0");
  }

  @Test
  void aLogOfAnotherKindIsRefused() {
    LogFixture.write(disk, dir, OPTIONS, 1);
    assertThatThrownBy(() -> open(LogOptions.of("audit")))
        .hasMessageContaining("a log of test (expected: of audit)");
  }

  @Test
  void aLogOfANewerVersionIsRefused() throws IOException {
    LogFixture.write(disk, dir, OPTIONS, 1);
    byte[] whole = Files.readAllBytes(file(1));
    ByteBuffer.wrap(whole).putInt(8, 2);
    Files.write(file(1), whole);
    assertThatThrownBy(() -> open(OPTIONS))
        .hasMessageContaining("format version 2 (expected: version 1)");
  }

  @Test
  void filesThatAreNoSegmentsAreLeftAlone() throws IOException {
    Files.writeString(dir.resolve("99999999999999999999.log"), "beyond any number");
    Files.writeString(dir.resolve("notes.log"), "mine");
    LogFixture.write(disk, dir, OPTIONS, 2);
    assertThat(dir.resolve("notes.log")).hasContent("mine");
  }

  @Test
  void whatWasForcedSurvivesTheLossOfPower() throws IOException {
    FaultyDisk faulty = new FaultyDisk(disk);
    SegmentedLog log = SegmentedLog.open(faulty, dir, SMALL);
    append(log, 1, 30);
    log.force();
    append(log, 31, 40);
    log.flush();
    long durable = log.durableSequence();
    faulty.crash();
    try (SegmentedLog again = SegmentedLog.open(faulty, dir, SMALL)) {
      assertThat(again.lastSequence()).isBetween(durable, 40L);
      assertThat(contents(again)).isEqualTo(records(1, again.lastSequence()));
    }
  }

  @Test
  void whatWasForcedSurvivesAnyTornWriteAtTheLossOfPower() throws IOException {
    FaultyDisk faulty = new FaultyDisk(disk);
    Random random = new Random(1);
    LogOptions options = LogOptions.of("test").withSegmentBytes(4000);
    long durable = 0;
    for (int life = 0; life < 150; life++) {
      SegmentedLog log = SegmentedLog.open(faulty, dir, options);
      assertThat(log.lastSequence()).isGreaterThanOrEqualTo(durable);
      assertThat(contents(log)).isEqualTo(records(1, log.lastSequence()));
      liveFor(log, random);
      durable = log.durableSequence();
      faulty.crashTorn(random);
    }
  }

  private static void liveFor(SegmentedLog log, Random random) {
    for (int step = random.nextInt(30); step > 0; step--) {
      long next = log.lastSequence() + 1;
      append(log, next, next + random.nextInt(10));
      if (random.nextInt(3) == 0) {
        log.force();
      } else if (random.nextBoolean()) {
        log.flush();
      }
    }
  }

  @Test
  void aCrashBetweenSealAndNextSegmentLosesNothing() throws IOException {
    LogFixture.write(disk, dir, SMALL, 50);
    long lastFirst;
    try (SegmentedLog log = open(SMALL)) {
      lastFirst = log.segments().get(log.segments().size() - 1).firstSequence();
    }
    Files.delete(file(lastFirst));
    try (SegmentedLog log = open(SMALL)) {
      assertThat(log.lastSequence()).isEqualTo(lastFirst - 1);
      assertThat(log.append(record(lastFirst))).isEqualTo(lastFirst);
      assertThat(contents(log)).isEqualTo(records(1, lastFirst));
    }
  }

  @Test
  void aTruncationSurvivesTheLossOfPower() throws IOException {
    FaultyDisk faulty = new FaultyDisk(disk);
    SegmentedLog log = SegmentedLog.open(faulty, dir, SMALL);
    append(log, 1, 60);
    log.force();
    log.truncateAfter(20);
    faulty.crash();
    try (SegmentedLog again = SegmentedLog.open(faulty, dir, SMALL)) {
      assertThat(contents(again)).isEqualTo(records(1, 20));
    }
  }

  private static void flip(Path file, int at) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[at] ^= 1;
    Files.write(file, bytes);
  }

  private static void assertDamaged(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            MeshException.class, e -> assertThat(e.code()).isEqualTo("CMESH-LOG-001"));
  }
}
