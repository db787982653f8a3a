package io.cmesh.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.cmesh.api.Bytes;
import io.cmesh.api.error.MeshException;
import io.cmesh.runtime.JdkDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Whatever lies in a segment, opening it works or is refused by a MeshException. */
class LogRecoveryFuzzTest {
  private static final String FIRST = "00000000000000000001.log";
  private static final LogOptions OPTIONS = LogOptions.of("test");

  @FuzzTest
  void anyFileIsOpenedOrRefused(byte[] content) throws IOException {
    openAnd(content);
  }

  @FuzzTest
  void anyBytesAfterAGoodHeaderAreOpenedOrRefused(byte[] content) throws IOException {
    Bytes header = Bytes.copyOf(Frames.header("test", 1));
    openAnd(header.concat(Bytes.wrap(content)).unsafeArray());
  }

  private static void openAnd(byte[] content) throws IOException {
    Path dir = Files.createTempDirectory("log-fuzz");
    try {
      Files.write(dir.resolve(FIRST), content);
      long last = appendOne(dir);
      if (last > 0) {
        try (SegmentedLog log = SegmentedLog.open(new JdkDisk(), dir, OPTIONS)) {
          assertThat(log.lastSequence()).isEqualTo(last);
          assertThat(LogFixture.contents(log)).hasSize((int) last);
        }
      }
    } finally {
      delete(dir);
    }
  }

  /** The appended record's number; 0 where the log was refused. */
  private static long appendOne(Path dir) {
    try (SegmentedLog log = SegmentedLog.open(new JdkDisk(), dir, OPTIONS)) {
      return log.append(Bytes.utf8("one more"));
    } catch (MeshException e) {
      assertThat(e.code()).isIn("CMESH-LOG-001", "CMESH-LOG-006");
      return 0;
    }
  }

  private static void delete(Path dir) throws IOException {
    try (Stream<Path> files = Files.walk(dir)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
