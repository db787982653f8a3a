package io.cmesh.kernel.order;

import io.cmesh.api.Bytes;
import io.cmesh.api.iam.SessionRecord;
import io.cmesh.api.state.StateBatch;
import io.cmesh.api.state.StateWrite;
import io.cmesh.api.state.Versioned;
import io.cmesh.kernel.support.FakeStore;
import java.util.List;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;

/** A cached key must be like a register: whoever looks sees what was last committed. */
public class CachedStateStressTest {
  private static final Bytes KEY = Bytes.utf8("k");

  private final FakeStore store = new FakeStore();
  private final CachedState state = new CachedState(store);

  /** Reads the key. */
  @Operation
  public long read() {
    Versioned value = state.get(SessionRecord.NAMESPACE, KEY);
    return value == null ? 0 : value.value().longAt(0);
  }

  /** Commits the key, as the applier alone does. */
  @Operation(nonParallelGroup = "applier")
  public void commit(@Param(gen = IntGen.class, conf = "1:9") int number) {
    long next = store.index() + 1;
    Bytes value = Bytes.ofLong(number);
    state.commit(
        new StateBatch(next, List.of(new StateWrite(SessionRecord.NAMESPACE, KEY, value, next))));
  }

  @Test
  void everyReadSeesTheLastCommit() {
    new StressOptions()
        .threads(3)
        .actorsBefore(1)
        .actorsPerThread(3)
        .actorsAfter(1)
        .iterations(10)
        .invocationsPerIteration(2_000)
        .minimizeFailedScenario(false)
        .check(CachedStateStressTest.class);
  }
}
