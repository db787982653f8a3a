package io.cmesh.kernel.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.cmesh.api.Bytes;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import io.cmesh.api.provider.Disk;
import io.cmesh.api.state.StateEntry;
import io.cmesh.api.state.StateSnapshot;
import io.cmesh.kernel.support.FakeStore;
import io.cmesh.runtime.JdkDisk;
import io.cmesh.tck.support.FaultyDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotTest {
  private static final Disk DISK = new JdkDisk();
  private static final long NOW = 1_767_225_600_000L;

  @TempDir Path home;

  private final FakeStore store = new FakeStore();
  private Path file;

  @BeforeEach
  void fill() {
    file = home.resolve("backup.cmesh");
    store.put("values", Bytes.utf8("a"), Bytes.utf8("1"));
    store.put("~local", Bytes.utf8("b"), Bytes.EMPTY);
    store.put("names", Bytes.hex("00ff"), Bytes.utf8("\"ü\""));
  }

  private SnapshotHeader write(Disk disk) throws IOException {
    try (StateSnapshot snapshot = store.snapshot()) {
      return new SnapshotWriter(disk).write(snapshot, file, NOW, "did:key:node");
    }
  }

  private SnapshotHeader verify() throws IOException {
    try (SnapshotReader reader = new SnapshotReader(DISK, file)) {
      return reader.verify();
    }
  }

  private void damaged(byte[] bytes) throws IOException {
    Files.write(file, bytes);
    MeshException e = catchThrowableOfType(MeshException.class, this::verify);
    assertThat(e).isNotNull();
    assertThat(e.status()).isEqualTo(Status.BAD_REQUEST);
    assertThat(e.code()).isEqualTo("CMESH-SNP-002");
    assertThat(e.text()).contains(file.toString(), "byte ");
  }

  @Test
  void whatIsWrittenVerifiesAndLoadsToTheSameState() throws Exception {
    SnapshotHeader header = write(DISK);

    assertThat(header).isEqualTo(new SnapshotHeader(3, store.digest(), 3, NOW, "did:key:node"));
    assertThat(verify()).isEqualTo(header);
    FakeStore other = new FakeStore();
    try (SnapshotReader reader = new SnapshotReader(DISK, file)) {
      other.load(header.index(), reader.entries());
    }
    assertThat(other.index()).isEqualTo(3);
    assertThat(other.digest()).isEqualTo(store.digest());
    assertThat(other.get("~local", Bytes.utf8("b")))
        .isEqualTo(store.get("~local", Bytes.utf8("b")));
  }

  @Test
  void anEmptyStateHasASnapshotToo() throws Exception {
    try (StateSnapshot snapshot = new FakeStore().snapshot()) {
      new SnapshotWriter(DISK).write(snapshot, file, NOW, "n");
    }

    assertThat(verify().entries()).isZero();
    try (SnapshotReader reader = new SnapshotReader(DISK, file)) {
      Iterator<StateEntry> none = reader.entries();
      assertThat(none.hasNext()).isFalse();
      assertThatThrownBy(none::next).isInstanceOf(NoSuchElementException.class);
    }
  }

  @Test
  void aStateOfManyChunksComesBackInOrder() throws Exception {
    Random random = new Random(7);
    for (int i = 0; i < 300; i++) {
      byte[] value = new byte[4_000];
      random.nextBytes(value);
      store.put("values", Bytes.ofLong(i), Bytes.wrap(value));
    }
    write(DISK);

    assertThat(verify().entries()).isEqualTo(303);
    List<StateEntry> written = new ArrayList<>();
    store.snapshot().all().forEachRemaining(written::add);
    List<StateEntry> read = new ArrayList<>();
    try (SnapshotReader reader = new SnapshotReader(DISK, file)) {
      reader.entries().forEachRemaining(read::add);
    }
    assertThat(read).isEqualTo(written);
  }

  @Test
  void everySingleFlippedBitIsFound() throws Exception {
    write(DISK);
    byte[] whole = Files.readAllBytes(file);

    for (int bit = 0; bit < whole.length * 8; bit++) {
      byte[] flipped = whole.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      damaged(flipped);
    }
  }

  @Test
  void aFileCutAtAnyByteIsFound() throws Exception {
    write(DISK);
    byte[] whole = Files.readAllBytes(file);

    for (int length = 0; length < whole.length; length++) {
      damaged(Arrays.copyOf(whole, length));
    }
  }

  @Test
  void aFileWithSomethingBehindItIsFound() throws Exception {
    write(DISK);
    byte[] whole = Files.readAllBytes(file);

    damaged(Arrays.copyOf(whole, whole.length + 1));
    damaged(Arrays.copyOf(whole, whole.length + 100_000));
  }

  @Test
  void aFileThatIsNotThereIsNotFoundAndNotMade() {
    assertThatThrownBy(this::verify)
        .isInstanceOfSatisfying(
            MeshException.class,
            e -> {
              assertThat(e.status()).isEqualTo(Status.NOT_FOUND);
              assertThat(e.code()).isEqualTo("CMESH-SNP-001");
            });
    assertThat(file).doesNotExist();
  }

  @Test
  void aDiskThatRunsFullLeavesTheSnapshotThatWasThere() throws Exception {
    FaultyDisk disk = new FaultyDisk(DISK);
    SnapshotHeader first = write(disk);
    store.put("values", Bytes.utf8("c"), Bytes.utf8("2"));
    disk.fillAfter(50);

    assertThatThrownBy(() -> write(disk)).isInstanceOf(IOException.class);

    assertThat(verify()).isEqualTo(first);
    disk.makeRoom();
    assertThat(write(disk).index()).isEqualTo(4);
  }

  @Test
  void aFinishedSnapshotSurvivesACrash() throws Exception {
    FaultyDisk disk = new FaultyDisk(DISK);
    SnapshotHeader header = write(disk);

    disk.crash();

    assertThat(verify()).isEqualTo(header);
  }

  @FuzzTest
  void anyFileVerifiesOrIsRefused(byte[] bytes) throws Exception {
    Path any = Files.createTempFile("snapshot", ".cmesh");
    try {
      Files.write(any, bytes);
      try (SnapshotReader reader = new SnapshotReader(DISK, any)) {
        reader.verify();
      } catch (MeshException e) {
        assertThat(e.code()).isEqualTo("CMESH-SNP-002");
      }
    } finally {
      Files.delete(any);
    }
  }
}
