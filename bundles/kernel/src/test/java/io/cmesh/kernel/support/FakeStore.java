package io.cmesh.kernel.support;

import io.cmesh.api.Bytes;
import io.cmesh.api.provider.Instance;
import io.cmesh.api.state.Scan;
import io.cmesh.api.state.StateBatch;
import io.cmesh.api.state.StateEntry;
import io.cmesh.api.state.StateSnapshot;
import io.cmesh.api.state.StateStore;
import io.cmesh.api.state.StateWrite;
import io.cmesh.api.state.Versioned;
import io.cmesh.state.memory.MemoryStateFactory;
import io.cmesh.tck.support.TestOpening;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The store in memory, behind which a test may stand: looks at each batch, refuses it, lies. */
public class FakeStore implements StateStore {
  /** What was committed, oldest first. */
  public final List<StateBatch> batches = new ArrayList<>();

  private final Instance<StateStore> instance =
      new MemoryStateFactory(Bundles.context()).open(TestOpening.in(Path.of("none")).opening());
  private final StateStore real = instance.service();
  private volatile Consumer<StateBatch> beforeCommit = batch -> {};
  private volatile @Nullable Bytes lie;

  /** Calls {@code check} before each batch: it may throw. */
  public void beforeCommit(Consumer<StateBatch> check) {
    beforeCommit = check;
  }

  /** Says {@code digest} from now on, whatever it holds. */
  public void lie(Bytes digest) {
    lie = digest;
  }

  /** Sets a key, in a batch of its own. */
  public void put(String namespace, Bytes key, @Nullable Bytes value) {
    long next = real.index() + 1;
    real.commit(new StateBatch(next, List.of(new StateWrite(namespace, key, value, next))));
  }

  @Override
  public long index() {
    return real.index();
  }

  @Override
  public long durableIndex() {
    return real.durableIndex();
  }

  @Override
  public @Nullable Versioned get(String namespace, Bytes key) {
    return real.get(namespace, key);
  }

  @Override
  public Scan scan(String namespace, Bytes from, @Nullable Bytes to) {
    return real.scan(namespace, from, to);
  }

  @Override
  public void commit(StateBatch batch) {
    beforeCommit.accept(batch);
    real.commit(batch);
    batches.add(batch);
  }

  @Override
  public StateSnapshot snapshot() {
    return real.snapshot();
  }

  @Override
  public Bytes digest() {
    Bytes said = lie;
    return said == null ? real.digest() : said;
  }

  @Override
  public void flush() {
    real.flush();
  }

  @Override
  public void load(long index, Iterator<StateEntry> entries) {
    real.load(index, entries);
  }

  @Override
  public long sizeBytes() {
    return real.sizeBytes();
  }

  /** Closes it: every later call throws. */
  public void close() {
    instance.close();
  }
}
