package io.cmesh.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmesh.api.provider.Disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdkDiskTest {
  @TempDir Path dir;

  private final JdkDisk disk = new JdkDisk();

  @Test
  void aNewFileIsItsOwnersAlone() throws IOException {
    disk.open(dir.resolve("new")).close();

    assertThat(modeOf("new")).isEqualTo("rw-------");
  }

  @Test
  void aNewDirectoryAndItsParentsAreTheirOwnersAlone() throws IOException {
    disk.createDirectories(dir.resolve("a/b"));

    assertThat(modeOf("a")).isEqualTo("rwx------");
    assertThat(modeOf("a/b")).isEqualTo("rwx------");
  }

  @Test
  void aDirectoryThatIsThereMayBeMadeAgain() throws IOException {
    Files.writeString(dir.resolve("kept"), "kept");

    disk.createDirectories(dir);

    assertThat(dir.resolve("kept")).hasContent("kept");
  }

  @Test
  void whatWasWrittenIsReadAtItsPosition() throws IOException {
    try (DiskFile file = disk.open(dir.resolve("file"))) {
      file.write(bytes("hello world"), 0);
      file.write(bytes("W"), 6);
      file.force();

      assertThat(read(file, 5, 6)).isEqualTo("World");
      assertThat(file.size()).isEqualTo(11);
    }
  }

  @Test
  void openingAFileAgainKeepsWhatIsInIt() throws IOException {
    Files.writeString(dir.resolve("file"), "kept");

    try (DiskFile file = disk.open(dir.resolve("file"))) {
      assertThat(read(file, 4, 0)).isEqualTo("kept");
    }
  }

  @Test
  void aReadPastTheEndReturnsWhatThereIs() throws IOException {
    Files.writeString(dir.resolve("file"), "short");

    try (DiskFile file = disk.open(dir.resolve("file"))) {
      assertThat(file.read(ByteBuffer.allocate(100), 2)).isEqualTo(3);
      assertThat(file.read(ByteBuffer.allocate(100), 50)).isZero();
    }
  }

  @Test
  void aFileIsCutAtTheSizeAskedFor() throws IOException {
    Files.writeString(dir.resolve("file"), "long enough");

    try (DiskFile file = disk.open(dir.resolve("file"))) {
      file.truncate(4);
    }

    assertThat(dir.resolve("file")).hasContent("long");
  }

  @Test
  void aMoveReplacesWhatWasThere() throws IOException {
    Files.writeString(dir.resolve("new"), "new");
    Files.writeString(dir.resolve("old"), "old");

    disk.move(dir.resolve("new"), dir.resolve("old"));
    disk.forceDirectory(dir);

    assertThat(dir.resolve("old")).hasContent("new");
    assertThat(disk.exists(dir.resolve("new"))).isFalse();
  }

  @Test
  void aMoveOfNothingFailsAndLeavesTheOther() throws IOException {
    Files.writeString(dir.resolve("old"), "old");

    assertThatThrownBy(() -> disk.move(dir.resolve("none"), dir.resolve("old")))
        .isInstanceOf(NoSuchFileException.class);

    assertThat(dir.resolve("old")).hasContent("old");
  }

  @Test
  void namesAreListedInOrder() throws IOException {
    for (String name : new String[] {"b", "c", "a"}) {
      Files.createFile(dir.resolve(name));
    }

    assertThat(disk.list(dir)).containsExactly("a", "b", "c");
  }

  @Test
  void aDirectoryThatIsNotThereHasNoNames() throws IOException {
    assertThat(disk.list(dir.resolve("none"))).isEmpty();
  }

  @Test
  void deletingWhatIsNotThereIsNoError() throws IOException {
    Files.createFile(dir.resolve("file"));

    disk.delete(dir.resolve("file"));
    disk.delete(dir.resolve("file"));

    assertThat(disk.exists(dir.resolve("file"))).isFalse();
  }

  @Test
  void freeSpaceIsThatOfTheDiskThatHoldsThePath() throws IOException {
    assertThat(disk.freeBytes(dir))
        .isPositive()
        .isLessThanOrEqualTo(Files.getFileStore(dir).getTotalSpace());
  }

  private String modeOf(String name) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve(name)));
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(UTF_8));
  }

  private static String read(DiskFile file, int length, long position) throws IOException {
    ByteBuffer into = ByteBuffer.allocate(length);
    assertThat(file.read(into, position)).isEqualTo(length);
    return new String(into.array(), UTF_8);
  }
}
