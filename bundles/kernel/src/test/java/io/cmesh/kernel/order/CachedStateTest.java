package io.cmesh.kernel.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmesh.api.Bytes;
import io.cmesh.api.iam.SessionRecord;
import io.cmesh.api.permission.Permissions;
import io.cmesh.api.state.StateBatch;
import io.cmesh.api.state.StateWrite;
import io.cmesh.api.state.Versioned;
import io.cmesh.kernel.support.FakeStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CachedStateTest {
  private static final Bytes KEY = Bytes.utf8("k");

  private final FakeStore store = new FakeStore();
  private final CachedState state = new CachedState(store);

  private void commit(String namespace, Bytes key, Bytes value) {
    long next = store.index() + 1;
    state.commit(new StateBatch(next, List.of(new StateWrite(namespace, key, value, next))));
  }

  @ParameterizedTest
  @ValueSource(strings = {SessionRecord.NAMESPACE, Permissions.RULES, "values"})
  void aCommitIsReadWhetherOrNotTheKeyWasAskedForBefore(String namespace) {
    assertThat(state.get(namespace, KEY)).isNull();
    commit(namespace, KEY, Bytes.utf8("1"));
    assertThat(state.get(namespace, KEY)).isEqualTo(new Versioned(Bytes.utf8("1"), 1));
    commit(namespace, KEY, Bytes.utf8("2"));
    assertThat(state.get(namespace, KEY)).isEqualTo(new Versioned(Bytes.utf8("2"), 2));
    commit(namespace, KEY, null);
    assertThat(state.get(namespace, KEY)).isNull();
    assertThat(state.index()).isEqualTo(3);
  }

  @Test
  void anIndexIsNotToldBeforeWhatIsReadIsAsNew() {
    AtomicLong within = new AtomicLong(-1);
    AtomicReference<CachedState> asked = new AtomicReference<>();
    CachedState early =
        new CachedState(
            new FakeStore() {
              @Override
              public void commit(StateBatch batch) {
                super.commit(batch);
                within.set(asked.get().index());
              }
            });
    asked.set(early);

    early.commit(new StateBatch(1, List.of(new StateWrite(Permissions.RULES, KEY, KEY, 1))));

    assertThat(within).hasValue(0);
    assertThat(early.index()).isEqualTo(1);
  }

  @Test
  void manyKeysAskedForDoNotFillTheHeapAndAreStillRight() {
    for (int i = 0; i < 100_001; i++) {
      assertThat(state.get(Permissions.OWNERS, Bytes.ofLong(i))).isNull();
    }
    commit(Permissions.OWNERS, Bytes.ofLong(7), KEY);

    assertThat(state.get(Permissions.OWNERS, Bytes.ofLong(7))).isNotNull();
    assertThat(state.get(Permissions.OWNERS, Bytes.ofLong(8))).isNull();
  }

  @Test
  void whoKnowsOfACommitReadsWhatItWrote() throws Exception {
    int keys = 8;
    AtomicLong[] known = new AtomicLong[keys];
    for (int k = 0; k < keys; k++) {
      known[k] = new AtomicLong();
    }
    AtomicBoolean ended = new AtomicBoolean();
    ExecutorService pool = Executors.newCachedThreadPool();
    try {
      List<Future<Long>> readers = new ArrayList<>();
      for (int t = 0; t < 4; t++) {
        readers.add(pool.submit(() -> readUntil(ended, known)));
      }
      for (int i = 1; i <= 20_000; i++) {
        int k = i % keys;
        commit(SessionRecord.NAMESPACE, Bytes.ofLong(k), Bytes.ofLong(i));
        known[k].set(i);
      }
      ended.set(true);
      for (Future<Long> reader : readers) {
        assertThat(reader.get(60, TimeUnit.SECONDS)).isPositive();
      }
    } finally {
      ended.set(true);
      pool.shutdownNow();
    }
  }

  private long readUntil(AtomicBoolean ended, AtomicLong[] known) {
    long reads = 0;
    long[] last = new long[known.length];
    do {
      for (int k = 0; k < known.length; k++) {
        long atLeast = known[k].get();
        Versioned value = state.get(SessionRecord.NAMESPACE, Bytes.ofLong(k));
        long read = value == null ? 0 : value.value().longAt(0);
        assertThat(read).isGreaterThanOrEqualTo(Math.max(atLeast, last[k]));
        last[k] = read;
        reads++;
      }
    } while (!ended.get());
    return reads;
  }
}
