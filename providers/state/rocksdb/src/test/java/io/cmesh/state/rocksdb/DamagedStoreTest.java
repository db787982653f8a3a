package io.cmesh.state.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cmesh.api.Bytes;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import io.cmesh.api.provider.Instance;
import io.cmesh.api.state.StateBatch;
import io.cmesh.api.state.StateStore;
import io.cmesh.api.state.StateWrite;
import io.cmesh.tck.support.TestOpening;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DamagedStoreTest {
  private final RocksStateFactory factory = new RocksStateFactory("0.1.0", null);

  @TempDir private Path dir;
  private TestOpening opening;

  @BeforeEach
  void fillAStore() {
    opening = TestOpening.in(dir);
    try (Instance<StateStore> instance = open()) {
      fill(instance.service());
    }
  }

  @AfterEach
  void endThreads() {
    opening.close();
  }

  private Instance<StateStore> open() {
    return factory.open(opening.opening());
  }

  private static void fill(StateStore store) {
    Random random = new Random(1);
    for (int i = 1; i <= 200; i++) {
      byte[] value = new byte[1000];
      random.nextBytes(value);
      StateWrite write = new StateWrite("data", Bytes.ofLong(i), Bytes.wrap(value), i);
      store.commit(new StateBatch(i, List.of(write)));
    }
    store.flush();
  }

  @Test
  void aFlippedBitIsFoundAtStartAndTheErrorSaysWhatToDo() throws IOException {
    Path table = file(".sst");
    byte[] content = Files.readAllBytes(table);
    content[content.length / 2] ^= 1;
    Files.write(table, content);

    assertDamaged();
  }

  @Test
  void aTableCutShortIsFound() throws IOException {
    Path table = file(".sst");
    byte[] content = Files.readAllBytes(table);
    Files.write(table, Arrays.copyOf(content, content.length / 2));

    assertDamaged();
  }

  @Test
  void aMissingTableIsFound() throws IOException {
    Files.delete(file(".sst"));

    assertDamaged();
  }

  @Test
  void aMissingCurrentFileIsNoReasonToBeginAnew() throws IOException {
    Files.delete(dir.resolve("db/CURRENT"));

    assertDamaged();
    assertThat(file(".sst")).exists();
  }

  @Test
  void aMissingDatabaseIsNoReasonToBeginAnew() throws IOException {
    Files.move(dir.resolve("db"), dir.resolve("elsewhere"));

    assertDamaged();
  }

  @Test
  void aManifestOfRubbishIsFound() throws IOException {
    for (Path manifest : files("MANIFEST")) {
      Files.writeString(manifest, "rubbish");
    }

    assertDamaged();
  }

  private void assertDamaged() {
    MeshException refusal = catchThrowableOfType(MeshException.class, this::open);
    assertThat(refusal.code()).isEqualTo("CMESH-STA-001");
    assertThat(refusal.status()).isEqualTo(Status.INTERNAL);
    assertThat(refusal).hasMessageContaining(dir.toString());
    assertThat(refusal.hint()).hasValueSatisfying(hint -> assertThat(hint).contains("restore"));
  }

  @Test
  void aFormatOfAnotherVersionIsRefused() throws IOException {
    Files.writeString(dir.resolve("FORMAT"), "cmesh state/rocksdb 3\n");

    assertThatThrownBy(this::open)
        .isInstanceOf(MeshException.class)
        .hasMessageContaining("cmesh state/rocksdb 3 (expected: cmesh state/rocksdb 2)")
        .extracting(e -> ((MeshException) e).code())
        .isEqualTo("CMESH-STA-002");
  }

  @Test
  void aStoreInUseIsRefused() {
    try (Instance<StateStore> first = open()) {
      assertThatThrownBy(this::open)
          .isInstanceOf(MeshException.class)
          .extracting(e -> ((MeshException) e).code())
          .isEqualTo("CMESH-STA-004");
      assertThat(first.service().index()).isEqualTo(200);
    }
  }

  @Test
  void aStoreKilledBeforeItsFormatWasWrittenOpens() throws IOException {
    Files.delete(dir.resolve("FORMAT"));

    try (Instance<StateStore> instance = open()) {
      assertThat(instance.service().index()).isEqualTo(200);
    }
    assertThat(dir.resolve("FORMAT")).hasContent(StoreOpener.FORMAT);
  }

  @Test
  void noNativeLibraryIsLeftBehind() {
    assertThat(dir.resolve("native")).doesNotExist();
  }

  @Test
  void aSettingOutOfRangeIsRefusedWithItsName() {
    opening.set("writeBuffers", "1");

    assertThatThrownBy(this::open)
        .isInstanceOf(MeshException.class)
        .hasMessageContaining("writeBuffers = 1");
  }

  private Path file(String suffix) throws IOException {
    return files(suffix).get(0);
  }

  private List<Path> files(String part) throws IOException {
    try (Stream<Path> found = Files.list(dir.resolve("db"))) {
      return found.filter(path -> path.getFileName().toString().contains(part)).toList();
    }
  }
}
