package io.cmesh.events.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmesh.api.provider.Disk;
import io.cmesh.api.provider.Disk.DiskFile;
import io.cmesh.runtime.JdkDisk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubjectIndexTest {
  private static final long BASE = 1001;
  private final Disk disk = new JdkDisk();
  private final SubjectHash hash = new SubjectHash(6470);
  private final Random random = new Random(1);
  @TempDir Path dir;

  @Test
  void aTableKnowsTheNewestSequenceOfEachHash() {
    Map<Long, Long> expected = new HashMap<>();
    SubjectTable table = filled(50_000, expected);

    assertThat(table.size()).isEqualTo(expected.size());
    expected.forEach((key, sequence) -> assertThat(table.get(key)).isEqualTo(sequence));
    assertThat(table.get(random.nextLong())).isZero();
  }

  @Test
  void hashesThatCrowdTogetherStillFitIntoATable() {
    SubjectTable table = new SubjectTable(BASE);
    for (int i = 0; i < 2000; i++) {
      table.put(-1L - i, BASE + i);
    }

    for (int i = 0; i < 2000; i++) {
      assertThat(table.get(-1L - i)).isEqualTo(BASE + i);
    }
  }

  @Test
  void aTableIsSortedAsUnsignedNumbers() {
    SubjectTable.Sorted sorted = filled(20_000, new HashMap<>()).sort();

    for (int i = 1; i < sorted.size(); i++) {
      assertThat(Long.compareUnsigned(sorted.hash(i - 1), sorted.hash(i))).isNegative();
    }
  }

  @Test
  void aFileFindsWhatTheTableHeld() throws IOException {
    Map<Long, Long> expected = new HashMap<>();
    SubjectTable table = filled(30_000, expected);

    try (SubjectFile file = write(table)) {
      for (Map.Entry<Long, Long> entry : expected.entrySet()) {
        assertThat(file.get(entry.getKey())).isEqualTo(entry.getValue());
      }
      assertThat(file.get(0)).isZero();
      assertThat(file.get(-1)).isZero();
      assertThat(file.get(random.nextLong())).isZero();
    }
  }

  @Test
  void aFileOfOneSubjectOrNoneIsSearchedToo() throws IOException {
    SubjectTable table = new SubjectTable(BASE);
    try (SubjectFile none = write(table)) {
      assertThat(none.get(5)).isZero();
    }
    table.put(5, BASE + 7);
    try (SubjectFile one = write(table)) {
      assertThat(one.get(5)).isEqualTo(BASE + 7);
      assertThat(one.get(4)).isZero();
      assertThat(one.get(6)).isZero();
    }
  }

  @Test
  void aFileCutAnywhereIsNotTaken() throws IOException {
    SubjectTable table = filled(20, new HashMap<>());
    write(table).close();
    long size;
    try (DiskFile file = disk.open(path())) {
      size = file.size();
    }

    for (long cut = size - 1; cut >= 0; cut--) {
      try (DiskFile file = disk.open(path())) {
        file.truncate(cut);
      }
      assertThat(SubjectFile.open(disk, path(), BASE, last())).isEmpty();
    }
  }

  @Test
  void theFileOfAnotherSegmentIsNotTaken() throws IOException {
    write(filled(20, new HashMap<>())).close();

    assertThat(SubjectFile.open(disk, path(), BASE + 1, last())).isEmpty();
    assertThat(SubjectFile.open(disk, path(), BASE, last() + 1)).isEmpty();
    assertThat(SubjectFile.open(disk, dir.resolve("none.idx"), BASE, last())).isEmpty();
  }

  @Test
  void anotherKeyHashesOtherwise() {
    byte[] subject = "events.responses.42".getBytes(StandardCharsets.UTF_8);

    assertThat(new SubjectHash(1).of(subject, 0, subject.length))
        .isNotEqualTo(new SubjectHash(2).of(subject, 0, subject.length))
        .isEqualTo(new SubjectHash(1).of(subject, 0, subject.length));
  }

  @Test
  void subjectsThatDifferInOneByteHashApart() {
    Map<Long, String> seen = new HashMap<>();
    for (int i = 0; i < 200_000; i++) {
      String subject = "events.mined." + i;
      byte[] bytes = subject.getBytes(StandardCharsets.UTF_8);
      assertThat(seen.put(hash.of(bytes, 0, bytes.length), subject)).isNull();
    }
  }

  private SubjectTable filled(int count, Map<Long, Long> expected) {
    SubjectTable table = new SubjectTable(BASE);
    for (int i = 0; i < count; i++) {
      byte[] subject = ("s" + random.nextInt(count)).getBytes(StandardCharsets.UTF_8);
      long key = hash.of(subject, 0, subject.length);
      table.put(key, BASE + i);
      expected.put(key, BASE + i);
    }
    return table;
  }

  private SubjectFile write(SubjectTable table) throws IOException {
    return SubjectFile.write(disk, path(), table.sort(), last());
  }

  private Path path() {
    return dir.resolve("1001.idx");
  }

  private static long last() {
    return BASE + 100_000;
  }
}
