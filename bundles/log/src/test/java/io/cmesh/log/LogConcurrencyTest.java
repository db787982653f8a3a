package io.cmesh.log;

import static io.cmesh.log.LogFixture.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.cmesh.api.Bytes;
import io.cmesh.api.error.MeshException;
import io.cmesh.runtime.JdkDisk;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LogConcurrencyTest {
  private static final int RECORDS = 20_000;
  private static final LogOptions OPTIONS = LogOptions.of("test").withSegmentBytes(20_000);

  @TempDir Path dir;

  @Test
  void readersBesideWriterForcerAndCutterSeeEveryRecordInOrder() throws Exception {
    ExecutorService threads = Executors.newCachedThreadPool();
    try (SegmentedLog log = SegmentedLog.open(new JdkDisk(), dir, OPTIONS)) {
      List<Future<?>> running = new ArrayList<>();
      running.add(threads.submit(() -> LogFixture.append(log, 1, RECORDS)));
      running.add(threads.submit(forcing(log)));
      running.add(threads.submit(following(log)));
      running.add(threads.submit(following(log)));
      running.add(threads.submit(readingAndCutting(log)));
      for (Future<?> each : running) {
        each.get(60, TimeUnit.SECONDS);
      }
      assertThat(log.durableSequence()).isEqualTo(RECORDS);
    } finally {
      threads.shutdownNow();
    }
  }

  private static Callable<Void> forcing(SegmentedLog log) {
    return () -> {
      while (log.durableSequence() < RECORDS) {
        long before = log.lastSequence();
        log.force();
        assertThat(log.durableSequence()).isGreaterThanOrEqualTo(before);
      }
      return null;
    };
  }

  /** Begins anew where it was overtaken by a cut. */
  private static Callable<Void> following(SegmentedLog log) {
    return () -> {
      LogCursor cursor = log.cursor(log.firstSequence());
      while (cursor.sequence() < RECORDS) {
        try {
          Bytes next = cursor.next();
          if (next == null) {
            Thread.onSpinWait();
          } else {
            assertThat(next).isEqualTo(record(cursor.sequence()));
          }
        } catch (MeshException e) {
          assertThat(e.code()).isEqualTo("CMESH-LOG-005");
          cursor = log.cursor(log.firstSequence());
        }
      }
      return null;
    };
  }

  private static Callable<Void> readingAndCutting(SegmentedLog log) {
    return () -> {
      while (log.lastSequence() < RECORDS) {
        long last = log.lastSequence();
        if (last > 0) {
          assertThat(log.read(last)).isEqualTo(record(last));
          log.cutBefore(last - 5000);
        }
      }
      return null;
    };
  }

  @Test
  void manyAppendingThreadsGetNumbersOfTheirOwn() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (SegmentedLog log = SegmentedLog.open(new JdkDisk(), dir, OPTIONS)) {
      List<Future<Boolean>> running = new ArrayList<>();
      for (int t = 0; t < 4; t++) {
        int thread = t;
        running.add(threads.submit(() -> appendAndReadBack(log, thread)));
      }
      for (Future<Boolean> each : running) {
        assertThat(each.get(60, TimeUnit.SECONDS)).isTrue();
      }
      assertThat(log.lastSequence()).isEqualTo(8000);
    } finally {
      threads.shutdownNow();
    }
  }

  private static boolean appendAndReadBack(SegmentedLog log, int thread) {
    for (int i = 0; i < 2000; i++) {
      Bytes mine = Bytes.utf8(thread + ":" + i);
      long sequence = log.append(mine);
      assertThat(log.read(sequence)).isEqualTo(mine);
    }
    return true;
  }
}
