package io.cmesh.kernel.swap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmesh.api.Bytes;
import io.cmesh.api.state.StateBatch;
import io.cmesh.api.state.StateWrite;
import io.cmesh.runtime.JdkDisk;
import io.cmesh.tck.support.FaultyDisk;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TailTest {
  @TempDir Path data;

  private static StateBatch batch(long index) {
    return new StateBatch(
        index,
        List.of(
            new StateWrite("values", Bytes.utf8("a"), Bytes.utf8("v" + index), index),
            new StateWrite("values", Bytes.utf8("gone"), null, index),
            new StateWrite("values", Bytes.utf8("empty"), Bytes.EMPTY, index)));
  }

  @Test
  void batchesComeOutAsTheyWentIn() {
    try (Tail tail = new Tail(new JdkDisk(), data)) {
      for (long i = 1; i <= 100; i++) {
        tail.committed(batch(i));
      }
      assertThat(tail.waiting()).isEqualTo(100);
      for (long i = 1; i <= 100; i++) {
        assertThat(tail.next()).isEqualTo(batch(i));
      }
      assertThat(tail.next()).isNull();
      assertThat(tail.waiting()).isZero();
    }
  }

  @Test
  void whatWasTakenTakesNoRoom() throws Exception {
    try (Tail tail = new Tail(new JdkDisk(), data)) {
      tail.committed(batch(1));
      long size = Files.size(data.resolve("swap.tail"));
      for (long i = 1; i <= 1_000; i++) {
        tail.next();
        tail.committed(batch(1));
      }
      assertThat(Files.size(data.resolve("swap.tail"))).isEqualTo(size);
    }
  }

  @Test
  void aFullDiskFailsTheOneWhoTakesAndNotTheOneWhoAdds() {
    FaultyDisk disk = new FaultyDisk(new JdkDisk());
    try (Tail tail = new Tail(disk, data)) {
      tail.committed(batch(1));
      disk.fillAfter(0);
      tail.committed(batch(2));
      disk.makeRoom();
      tail.committed(batch(3));
      assertThatThrownBy(tail::next).isInstanceOf(UncheckedIOException.class);
    }
  }

  @Test
  void aFileThatEndsEarlyIsNoBatch() throws Exception {
    try (Tail tail = new Tail(new JdkDisk(), data)) {
      tail.committed(batch(1));
      try (var file = new JdkDisk().open(data.resolve("swap.tail"))) {
        file.truncate(10);
      }
      assertThatThrownBy(tail::next).isInstanceOf(UncheckedIOException.class);
    }
  }

  @Test
  void nothingIsLeftOnceItIsClosedAndNothingIsAddedThen() {
    Tail tail = new Tail(new JdkDisk(), data);
    tail.close();
    tail.close();
    tail.committed(batch(1));
    assertThat(tail.waiting()).isZero();
    assertThat(data).isEmptyDirectory();
  }

  @Test
  void whatAKilledSwapLeftIsDeleted() throws Exception {
    Files.writeString(data.resolve("swap.tail"), "left");
    Tail.clean(new JdkDisk(), data);
    Tail.clean(new JdkDisk(), data);
    assertThat(data).isEmptyDirectory();
  }

  @Test
  void aDirectoryThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> new Tail(new JdkDisk(), data.resolve("no")))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("swap.tail");
  }
}
