package io.cmesh.client.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmesh.api.error.MeshException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RootFileTest {
  private final Root root = Root.generate(new SecureRandom());
  private Path file;

  @BeforeEach
  void createAFile(@TempDir Path dir) {
    file = dir.resolve("config/cmesh/root");
    RootFile.create(file, root);
  }

  @Test
  void aRootComesBackFromItsFile() {
    assertThat(RootFile.exists(file)).isTrue();
    assertThat(RootFile.load(file).seed()).isEqualTo(root.seed());
  }

  @Test
  void onlyItsOwnerMayReadTheFileAndItsDirectory() throws Exception {
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(Files.getPosixFilePermissions(file.resolveSibling(".")))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void aRootIsNeverReplacedAndNothingIsLeftBeside() throws Exception {
    assertThatThrownBy(() -> RootFile.create(file, Root.generate(new SecureRandom())))
        .isInstanceOfSatisfying(
            MeshException.class, e -> assertThat(e.code()).isEqualTo("CMESH-CLI-107"));
    assertThat(RootFile.load(file).seed()).isEqualTo(root.seed());
    try (var files = Files.list(file.resolveSibling("."))) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void aFileThatOthersMayReadIsRefusedWithTheCommandThatMendsIt() throws Exception {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertThatThrownBy(() -> RootFile.load(file))
        .isInstanceOfSatisfying(
            MeshException.class,
            e -> {
              assertThat(e.code()).isEqualTo("CMESH-CLI-102");
              assertThat(e.hint()).contains("Run: chmod 600 " + file);
            });
  }

  @Test
  void aFileOfALaterVersionIsRefused() throws Exception {
    String later = Files.readString(file).replace("\"version\": 1", "\"version\": 2");
    Files.writeString(file, later);
    assertThatThrownBy(() -> RootFile.load(file)).hasMessageContaining("format version 2");
  }

  @Test
  void aTornFileIsRefusedWithoutShowingTheSeed() throws Exception {
    String whole = Files.readString(file);
    Files.writeString(file, whole.substring(0, whole.length() - 6));
    assertThatThrownBy(() -> RootFile.load(file))
        .isInstanceOfSatisfying(
            MeshException.class, e -> assertThat(e.code()).isEqualTo("CMESH-CLI-103"))
        .hasMessageNotContaining(whole.substring(50, 60))
        .hasNoCause();
  }

  @Test
  void aHugeFileIsNotReadIn() throws Exception {
    Files.write(file, new byte[100_000]);
    assertThatThrownBy(() -> RootFile.load(file)).hasMessageContaining("100000 bytes");
  }

  @Test
  void aMissingFileIsNamed(@TempDir Path dir) {
    assertThatThrownBy(() -> RootFile.load(dir.resolve("none")))
        .isInstanceOfSatisfying(
            MeshException.class, e -> assertThat(e.code()).isEqualTo("CMESH-CLI-106"))
        .hasMessageContaining("none");
  }
}
