package io.cmesh.bench;

import io.cmesh.api.fqmn.Fqmn;
import io.cmesh.api.fqmn.Values;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Reading an FQMN: at most one microsecond. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class FqmnBench {
  /** The FQMNs of the classic load, and some longer ones. */
  @Param({
    "0xS:0x001:blah_blah",
    "0xR:helloWorldExample.mcom",
    "0xE:events.state.contracts.0x001.blah_blah:read",
    "0xSW:0x001:hello_world:[\"Dexter\"]",
    "0xRW:helloWorldExample.mcom:0xS:0x001:hello_world",
    "0xI:can:0xP:node-b:0xS:0x001:hello_world",
    "0xEW:demo.a:{\"name\":\"Dexter\",\"tags\":[1,2,3],\"nested\":{\"deep\":[true,null]}}"
  })
  public String text = "";

  /** Reads it. */
  @Benchmark
  public Fqmn parse() {
    return Fqmn.parse(text);
  }

  /** Finds what the text of a value means. */
  @Benchmark
  public String canonicalValue() {
    return Values.canonical(text);
  }
}
