package io.cmesh.bench;

import io.cmesh.api.Bytes;
import io.cmesh.api.command.Mutation;
import io.cmesh.api.command.Principal;
import io.cmesh.api.fqmn.Fqmn;
import io.cmesh.api.permission.Decision;
import io.cmesh.api.permission.FqmnPattern;
import io.cmesh.api.permission.Permissions;
import io.cmesh.api.permission.Rule;
import io.cmesh.api.permission.Verb;
import io.cmesh.api.state.Scan;
import io.cmesh.api.state.Versioned;
import io.cmesh.api.state.View;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One decision, its data in memory: about one microsecond. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PermissionsBench {
  private static final String OWNER = "did:key:zOwner";

  private final Fqmn read = Fqmn.parse("0xS:0x001:hello_world");
  private final Principal owner = Principal.identity(OWNER, "1");
  private final Principal other = Principal.identity("did:key:zOther", "2");
  private final MapView view = new MapView();

  /** How many patterns the subject has rules on; the last one permits. */
  @Param({"1", "10"})
  public int patterns = 1;

  /** Fills the view. */
  @Setup
  public void fill() {
    view.apply(Permissions.own("0xS:0x001", OWNER));
    for (int i = 1; i < patterns; i++) {
      grant("0xS:0x002:key_" + i);
    }
    grant("0xS:0x001:*");
  }

  private void grant(String pattern) {
    Rule rule = new Rule(other.did(), FqmnPattern.parse(pattern), Set.of(Verb.READ));
    view.apply(Permissions.grant(rule, view));
  }

  /** What is one's own. */
  @Benchmark
  public Decision byOwner() {
    return Permissions.decide(owner, Verb.READ, read, view);
  }

  /** What a rule permits. */
  @Benchmark
  public Decision byRule() {
    return Permissions.decide(other, Verb.READ, read, view);
  }

  /** State in a map. */
  private static final class MapView implements View {
    private final Map<String, Map<Bytes, Versioned>> namespaces = new HashMap<>();

    void apply(Mutation mutation) {
      Bytes value = mutation.value();
      if (value != null) {
        namespaces
            .computeIfAbsent(mutation.namespace(), n -> new HashMap<>())
            .put(mutation.key(), new Versioned(value, 1));
      }
    }

    @Override
    public long index() {
      return 1;
    }

    @Override
    public @Nullable Versioned get(String namespace, Bytes key) {
      Map<Bytes, Versioned> entries = namespaces.get(namespace);
      return entries == null ? null : entries.get(key);
    }

    @Override
    public Scan scan(String namespace, Bytes from, @Nullable Bytes to) {
      throw new IllegalStateException("a decision does not scan");
    }
  }
}
