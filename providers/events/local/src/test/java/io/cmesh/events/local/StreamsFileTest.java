package io.cmesh.events.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.events.StreamSpec;
import io.cmesh.runtime.JdkDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamsFileTest {
  private static final StreamSpec ONE = new StreamSpec("one", List.of("a.>", "b.*"), 1 << 20);
  private static final StreamSpec TWO = new StreamSpec("two", List.of("c"), 5 << 20);

  @Test
  void whatWasWrittenIsReadInItsOrder(@TempDir Path dir) throws IOException {
    StreamsFile file = new StreamsFile(new JdkDisk(), dir);
    assertThat(file.read()).isEmpty();
    List<StreamsFile.Entry> entries =
        List.of(new StreamsFile.Entry(TWO, -1), new StreamsFile.Entry(ONE, 42));

    file.write(entries);

    assertThat(file.read()).isEqualTo(entries);
  }

  @Test
  void oneWrongByteOrALostEndIsRefusedWithTheWayOut(@TempDir Path dir) throws IOException {
    StreamsFile file = new StreamsFile(new JdkDisk(), dir);
    file.write(List.of(new StreamsFile.Entry(ONE, 1), new StreamsFile.Entry(TWO, 2)));
    Path path = dir.resolve("streams");
    byte[] good = Files.readAllBytes(path);

    for (int i = 0; i < good.length; i++) {
      byte[] bad = good.clone();
      bad[i] ^= 1;
      Files.write(path, bad);
      assertThatThrownBy(file::read)
          .isInstanceOf(MeshException.class)
          .hasFieldOrPropertyWithValue("code", "CMESH-EVL-008");
      Files.write(path, java.util.Arrays.copyOf(good, i));
      assertThatThrownBy(file::read).isInstanceOf(MeshException.class);
    }
  }

  @FuzzTest
  void anyBytesAreReadOrRefused(byte[] content) throws IOException {
    Path dir = Files.createTempDirectory("streams-fuzz");
    try {
      Files.write(dir.resolve("streams"), content);
      Throwable thrown = catchThrowable(() -> new StreamsFile(new JdkDisk(), dir).read());
      assertThat(thrown == null || thrown instanceof MeshException).isTrue();
    } finally {
      Files.deleteIfExists(dir.resolve("streams"));
      Files.delete(dir);
    }
  }
}
