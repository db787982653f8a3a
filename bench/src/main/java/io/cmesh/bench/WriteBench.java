package io.cmesh.bench;

import com.sun.management.OperatingSystemMXBean;
import io.cmesh.api.message.Status;
import io.cmesh.runtime.JdkDisk;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Durable writes against the disk alone: {@code 0xSW} with 64 in flight on a whole node, and in
 * turns with it a bare loop that appends as many bytes as the node's log wrote before each of its
 * fsyncs, and forces them. Both on the disk of {@code java.io.tmpdir}.
 *
 * <p>{@code WriteBench [seconds a turn] [turns] [state provider]}
 */
public final class WriteBench {
  private static final int IN_FLIGHT = 64;
  private static final int KEYS = 1000;

  private final RecordingDisk disk = new RecordingDisk(new JdkDisk());
  private final OperatingSystemMXBean system =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private final PrintStream out;
  private final long turnNanos;
  private final AtomicLong written = new AtomicLong();

  private WriteBench(PrintStream out, long turnNanos) {
    this.out = out;
    this.turnNanos = turnNanos;
  }

  /** Measures and prints. */
  public static void main(String[] arguments) throws Exception {
    int seconds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
    int turns = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 7;
    String state = arguments.length > 2 ? arguments[2] : "rocksdb";
    new WriteBench(System.out, seconds * 1_000_000_000L).run(turns, state);
  }

  private void run(int turns, String state) throws IOException, InterruptedException {
    Compared rates = new Compared("0xSW, 64 in flight", "append + fsync alone");
    try (BenchNode node = new BenchNode(state, disk)) {
      writes(node); // the compiler's turn
      for (int turn = 0; turn < turns; turn++) {
        disk.takeGroups();
        long cpu = system.getProcessCpuTime();
        double rate = writes(node);
        cpu = system.getProcessCpuTime() - cpu;
        long commands = Math.round(rate * turnNanos / 1e9);
        List<Integer> groups = disk.takeGroups();
        rates.add(0, rate);
        rates.add(1, bare(groups, commands));
        out.printf(
            "turn %d: %d writes, %.0f us of processor each, in %d fsyncs of %.1f writes and %d"
                + " bytes each%n",
            turn + 1,
            commands,
            cpu / 1e3 / commands,
            groups.size(),
            (double) commands / groups.size(),
            bytes(groups) / groups.size());
      }
    }
    out.print(rates);
  }

  private static long bytes(List<Integer> groups) {
    return groups.stream().mapToLong(g -> g).sum();
  }

  private double writes(BenchNode node) throws InterruptedException {
    Turn turn = new Turn(node, System.nanoTime() + turnNanos);
    long began = System.nanoTime();
    for (int i = 0; i < IN_FLIGHT; i++) {
      turn.next();
    }
    turn.ended.await();
    Throwable failure = turn.failure.get();
    if (failure != null) {
      throw new IllegalStateException("a write failed", failure);
    }
    return turn.count.get() * 1e9 / (System.nanoTime() - began);
  }

  /** So many writes in flight, by no thread of their own: each answer begins the next one. */
  private final class Turn {
    private final BenchNode node;
    private final long end;
    private final AtomicLong count = new AtomicLong();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final CountDownLatch ended = new CountDownLatch(IN_FLIGHT);

    Turn(BenchNode node, long end) {
      this.node = node;
      this.end = end;
    }

    void next() {
      if (System.nanoTime() >= end || failure.get() != null) {
        ended.countDown();
        return;
      }
      count.incrementAndGet();
      long number = written.getAndIncrement();
      String fqmn = "0xSW:0x001:key_" + (number % KEYS) + ":" + number;
      node.begin(fqmn)
          .whenComplete(
              (answer, failed) -> {
                if (failed != null) {
                  failure.set(failed);
                } else if (answer.status() != Status.OK) {
                  failure.set(new IllegalStateException(fqmn + ": " + answer.status()));
                }
                next();
              });
    }
  }

  /** Appends the groups, over and over; the rate that {@code commands} in them would have. */
  private double bare(List<Integer> groups, long commands) throws IOException {
    Path file = Files.createTempFile("cmesh-bench", ".log");
    ByteBuffer bytes =
        ByteBuffer.allocateDirect(groups.stream().mapToInt(g -> g).max().orElseThrow());
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      long began = System.nanoTime();
      long position = 0;
      for (int i = 0; System.nanoTime() - began < turnNanos; i++) {
        bytes.clear().limit(groups.get(i % groups.size()));
        position += channel.write(bytes, position);
        channel.force(false);
      }
      double seconds = (System.nanoTime() - began) / 1e9;
      return position / seconds * commands / bytes(groups);
    } finally {
      Files.delete(file);
    }
  }
}
