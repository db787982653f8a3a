package io.cmesh.registrar.memorycached;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmesh.api.Bytes;
import io.cmesh.api.command.Mutation;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.provider.Instance;
import io.cmesh.api.registrar.NameRecord;
import io.cmesh.api.registrar.Names;
import io.cmesh.api.registrar.Registrar;
import io.cmesh.api.state.Scan;
import io.cmesh.api.state.Versioned;
import io.cmesh.api.state.View;
import io.cmesh.tck.support.MapView;
import io.cmesh.tck.support.TestOpening;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryCachedRegistrarTest {
  private static final String NAME = "a.mcom";

  private TestOpening opening;
  private Instance<Registrar> instance;
  private Counted state = new Counted();

  @BeforeEach
  void open(@TempDir Path dir) {
    opening = TestOpening.in(dir).set("maxNames", "16");
    instance = new MemoryCachedRegistrarFactory("0.1.0").open(opening.opening());
  }

  @AfterEach
  void close() {
    instance.close();
    opening.close();
  }

  @Test
  void aNameIsReadOnceWhileNothingIsWritten() {
    state.point(NAME, 1);

    assertThat(target(state)).isEqualTo(1);
    assertThat(target(state)).isEqualTo(1);

    assertThat(state.reads.get()).isEqualTo(1);
  }

  @Test
  void thatThereIsNoSuchNameIsRememberedToo() {
    assertThat(instance.service().resolve(NAME, state)).isEmpty();
    assertThat(instance.service().resolve(NAME, state)).isEmpty();
    assertThat(state.reads.get()).isEqualTo(1);

    state.point(NAME, 7);

    assertThat(target(state)).isEqualTo(7);
  }

  @Test
  void aChangedNameIsSeenAtTheIndexOfItsChange() {
    state.point(NAME, 1);
    assertThat(target(state)).isEqualTo(1);

    state.point(NAME, 2);
    assertThat(target(state)).isEqualTo(2);

    state.release(NAME);
    assertThat(instance.service().resolve(NAME, state)).isEmpty();
  }

  @Test
  void anotherCommandCostsOneReadAndKeepsTheRecord() {
    state.point(NAME, 1);
    NameRecord before = instance.service().resolve(NAME, state).orElseThrow();

    state.point("b.mcom", 1);

    assertThat(instance.service().resolve(NAME, state).orElseThrow()).isSameAs(before);
    assertThat(instance.service().resolve(NAME, state).orElseThrow()).isSameAs(before);
    assertThat(state.reads.get()).isEqualTo(2);
  }

  @Test
  void anotherStoreIsReadAnewThoughItsIndexIsTheSame() {
    state.point(NAME, 1);
    assertThat(target(state)).isEqualTo(1);
    Counted restored = new Counted();
    restored.point(NAME, 2);

    assertThat(restored.index()).isEqualTo(state.index());
    assertThat(target(restored)).isEqualTo(2);
    assertThat(target(state)).isEqualTo(1);
  }

  @Test
  void aValueThatIsNewerThanTheIndexSaidIsNotTakenForOlder() {
    state.point(NAME, 1);
    Lagging lagging = new Lagging(state);
    lagging.index = 1;
    state.point(NAME, 2);

    assertThat(target(lagging)).isEqualTo(2);
    lagging.index = 2;
    assertThat(target(lagging)).isEqualTo(2);
  }

  @Test
  void memoryIsBounded() {
    for (int i = 0; i < 1_000; i++) {
      instance.service().resolve("n" + i + ".mcom", state);
    }

    assertThat(instance.health().text()).startsWith("16 names in memory");
  }

  @Test
  void aMalformedSuffixIsRefusedAtOnce() {
    opening.set("suffixes", ".me sh");

    assertThatThrownBy(() -> new MemoryCachedRegistrarFactory("0.1.0").open(opening.opening()))
        .isInstanceOf(MeshException.class)
        .hasMessageContaining(".me sh");
  }

  // A name's target counts up with each command; whoever saw a number acknowledged, sees it or a
  // later one. Every now and then the store is replaced by another that holds the same.
  @Test
  void nobodySeesAnOlderNameThanWasAcknowledgedThroughCommitsAndSwaps() throws Exception {
    AtomicLong acknowledged = new AtomicLong();
    Stores stores = new Stores();
    ExecutorService readers = Executors.newFixedThreadPool(4);
    List<Future<Long>> late = new ArrayList<>();
    try {
      stores.write(1);
      acknowledged.set(1);
      for (int i = 0; i < 4; i++) {
        late.add(readers.submit(() -> readsOlderThan(acknowledged, stores)));
      }
      for (int i = 2; i <= 40_000; i++) {
        stores.write(i);
        acknowledged.set(i);
        if (i % 1_000 == 0) {
          stores.swap();
        }
      }
      acknowledged.set(Long.MAX_VALUE);
      for (Future<Long> each : late) {
        assertThat(each.get(60, TimeUnit.SECONDS)).isZero();
      }
    } finally {
      readers.shutdownNow();
    }
  }

  private long readsOlderThan(AtomicLong acknowledged, Stores stores) {
    long older = 0;
    for (long floor = acknowledged.get(); floor < Long.MAX_VALUE; floor = acknowledged.get()) {
      if (target(stores.current) < floor) {
        older++;
      }
    }
    return older;
  }

  private long target(View view) {
    NameRecord record = instance.service().resolve(NAME, view).orElseThrow();
    return Long.parseLong(record.target().substring("0xE:n.".length()));
  }

  private static Mutation pointing(String name, long number) {
    NameRecord record = new NameRecord(name, "0xE:n." + number, "did:key:zAlice", 1, 0);
    return Mutation.put(Names.NAMESPACE, Names.key(name), Names.encode(record));
  }

  /** A store and its successor, both fed while one takes over from the other. */
  private static final class Stores {
    private volatile MapView current = new MapView();

    void write(long number) {
      current.apply(pointing(NAME, number));
    }

    void swap() {
      MapView next = new MapView();
      while (next.index() < current.index() - 1) {
        next.apply(pointing("filler.mcom", 1));
      }
      next.apply(pointing(NAME, current.index()));
      current = next;
    }
  }

  /** Counts reads. */
  private static final class Counted implements View {
    private final MapView map = new MapView();
    private final AtomicLong reads = new AtomicLong();

    void point(String name, long number) {
      map.apply(pointing(name, number));
    }

    void release(String name) {
      map.apply(Mutation.delete(Names.NAMESPACE, Names.key(name)));
    }

    @Override
    public long index() {
      return map.index();
    }

    @Override
    public @Nullable Versioned get(String namespace, Bytes key) {
      reads.incrementAndGet();
      return map.get(namespace, key);
    }

    @Override
    public Scan scan(String namespace, Bytes from, @Nullable Bytes to) {
      return map.scan(namespace, from, to);
    }
  }

  /** Says an older index than its values have. */
  private static final class Lagging implements View {
    private final View view;
    private long index;

    Lagging(View view) {
      this.view = view;
    }

    @Override
    public long index() {
      return index;
    }

    @Override
    public @Nullable Versioned get(String namespace, Bytes key) {
      return view.get(namespace, key);
    }

    @Override
    public Scan scan(String namespace, Bytes from, @Nullable Bytes to) {
      return view.scan(namespace, from, to);
    }
  }
}
