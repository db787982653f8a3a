package io.cmesh.tck.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmesh.api.Bytes;
import io.cmesh.api.provider.Disk.DiskFile;
import io.cmesh.runtime.JdkDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultyDiskTest {
  private final FaultyDisk disk = new FaultyDisk(new JdkDisk());
  @TempDir Path dir;

  private DiskFile durable(String name, String text) throws IOException {
    DiskFile file = disk.open(dir.resolve(name));
    write(file, text, 0);
    file.force();
    disk.forceDirectory(dir);
    return file;
  }

  private static void write(DiskFile file, String text, long position) throws IOException {
    file.write(Bytes.utf8(text).toBuffer(), position);
  }

  @Test
  void aCrashLosesWhatWasNotForced() throws IOException {
    DiskFile file = durable("a", "kept");
    write(file, "LOST and more", 2);
    file.truncate(3);
    disk.crash();
    assertThat(dir.resolve("a")).hasContent("kept");
  }

  @Test
  void aCrashLosesNamesThatWereNotForced() throws IOException {
    durable("old", "old");
    durable("replaced", "replaced");
    durable("deleted", "deleted");
    try (DiskFile made = disk.open(dir.resolve("made"))) {
      made.force();
    }
    disk.move(dir.resolve("old"), dir.resolve("replaced"));
    disk.delete(dir.resolve("deleted"));
    disk.crash();
    assertThat(dir.resolve("made")).doesNotExist();
    assertThat(dir.resolve("old")).hasContent("old");
    assertThat(dir.resolve("replaced")).hasContent("replaced");
    assertThat(dir.resolve("deleted")).hasContent("deleted");
  }

  @Test
  void aFileOpenAtTheCrashIsDead() throws IOException {
    DiskFile file = durable("a", "kept");
    disk.crash();
    assertThatThrownBy(() -> write(file, "x", 0)).hasMessageContaining("lost power");
    assertThatThrownBy(file::force).isInstanceOf(IOException.class);
  }

  @Test
  void aTornCrashKeepsWhatWasForced() throws IOException {
    for (int seed = 0; seed < 20; seed++) {
      DiskFile file = durable("torn" + seed, "kept");
      write(file, "perhaps", 4);
      disk.crashTorn(new Random(seed));
      String content = Files.readString(dir.resolve("torn" + seed));
      assertThat("keptperhaps").startsWith(content);
      assertThat(content).startsWith("kept");
    }
  }

  @Test
  void aFullDiskTakesAPartAndHasRoomAgainAfterATruncation() throws IOException {
    DiskFile file = durable("a", "");
    disk.fillAfter(3);
    assertThatThrownBy(() -> write(file, "abcdef", 0)).hasMessageContaining("No space left");
    assertThat(file.size()).isEqualTo(3);
    assertThat(disk.freeBytes(dir)).isZero();
    write(file, "xyz", 0);
    file.truncate(1);
    write(file, "bc", 1);
    assertThat(dir.resolve("a")).hasContent("xbc");
  }

  @Test
  void writesAndForcesFailOnDemand() throws IOException {
    DiskFile file = durable("a", "kept");
    disk.failWrites(1);
    assertThatThrownBy(() -> write(file, "x", 0)).isInstanceOf(IOException.class);
    write(file, "KEPT", 0);
    disk.failForces(1);
    assertThatThrownBy(file::force).isInstanceOf(IOException.class);
    disk.crash();
    assertThat(dir.resolve("a")).hasContent("kept");
  }
}
