package io.cmesh.bench;

import io.cmesh.kernel.assembly.Assemblies;
import io.cmesh.kernel.assembly.Assembly;
import io.cmesh.runtime.JdkScheduler;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What a request pays for being able to outlive a swap: at most 50 ns of processor time. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PinBench {
  private final JdkScheduler scheduler = new JdkScheduler();
  private final Assemblies assemblies = new Assemblies(scheduler);

  /** Ends the scheduler's threads. */
  @TearDown
  public void stop() {
    scheduler.close();
  }

  /** No gate at all: the assembly is read. */
  @Benchmark
  public long current() {
    return assemblies.current().generation();
  }

  /** As a request does. */
  @Benchmark
  public long pinned() {
    try (Assembly.Pin pin = assemblies.pin()) {
      return pin.assembly().generation();
    }
  }
}
