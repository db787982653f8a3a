package io.cmesh.bench;

import io.cmesh.api.message.Message;
import io.cmesh.api.message.Status;
import io.cmesh.runtime.JdkDisk;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A whole request in process, through every step, layers hashed: reads at most ten microseconds;
 * writes on the disk of the temporary directory, 64 in flight.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class RequestBench {
  private static final int IN_FLIGHT = 64;

  /** The store. */
  @Param({"rocksdb", "memory"})
  public String state = "memory";

  @SuppressWarnings("NullAway.Init") // by start(), as JMH has it
  private BenchNode node;

  private long written;

  /** Starts a node and writes what is read. */
  @Setup
  public void start() {
    node = new BenchNode(state, new JdkDisk());
    require(node.call("0xSW:0x001:hello_world:\"hello\""));
    require(node.call("0xSW:0x001:blah_blah:991.1204"));
    require(node.call("0xRW:helloWorldExample.mcom:0xS:0x001:hello_world"));
  }

  /** Stops it. */
  @TearDown
  public void stop() {
    node.close();
  }

  /** A key. */
  @Benchmark
  public Message readState() {
    return require(node.call("0xS:0x001:blah_blah"));
  }

  /** A name, and the key it stands for. */
  @Benchmark
  public Message readByName() {
    return require(node.call("0xR:helloWorldExample.mcom"));
  }

  /** The last event of a channel. */
  @Benchmark
  public Message readEvent() {
    return require(node.call("0xE:events.state.contracts.0x001.blah_blah:read"));
  }

  /** Writes, committed together where they come together. */
  @Benchmark
  @OperationsPerInvocation(IN_FLIGHT)
  public void write() {
    CompletableFuture<?>[] writes = new CompletableFuture<?>[IN_FLIGHT];
    for (int i = 0; i < IN_FLIGHT; i++) {
      String fqmn = "0xSW:0x001:key_" + (written % 1000) + ":" + written++;
      writes[i] = node.begin(fqmn).thenApply(RequestBench::require).toCompletableFuture();
    }
    CompletableFuture.allOf(writes).join();
  }

  private static Message require(Message answer) {
    if (answer.status() != Status.OK) {
      throw new IllegalStateException(answer.fqmn() + ": " + answer.status());
    }
    return answer;
  }
}
