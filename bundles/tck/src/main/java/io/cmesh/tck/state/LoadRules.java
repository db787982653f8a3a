package io.cmesh.tck.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmesh.api.Bytes;
import io.cmesh.api.state.StateEntry;
import io.cmesh.api.state.StateSnapshot;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

abstract class LoadRules extends StateRules {
  private static final int MANY = 20_000;

  LoadRules(StateStoreKit kit) {
    super(kit);
  }

  @Test
  @DisplayName("entries with their versions in place of all there was")
  void aLoadReplacesEverything() {
    put(1, "old", "1");

    store.load(90, List.of(entry("data", "a", "1", 17), entry("~x", "b", "2", 89)).iterator());

    assertThat(store.index()).isEqualTo(90);
    assertThat(everything())
        .containsExactly(entry("data", "a", "1", 17), entry("~x", "b", "2", 89));
    assertThat(store.digest()).isEqualTo(recomputedNow());
  }

  @Test
  @DisplayName("what another store's snapshot holds, with the same digest")
  void aSnapshotCanBeLoaded() {
    for (int i = 1; i <= 300; i++) {
      put(i, "k" + i % 100, "v" + i);
    }
    Bytes digest = store.digest();
    List<StateEntry> entries = everything();

    store.load(300, entries.iterator());

    assertThat(everything()).isEqualTo(entries);
    assertThat(store.digest()).isEqualTo(digest);
  }

  @Test
  @DisplayName("also below the present index, and goes on from there")
  void aLoadMayGoBack() {
    put(50, "a", "1");

    store.load(10, List.of(entry("data", "b", "1", 10)).iterator());

    put(11, "c", "1");
    assertThat(keysOf("data")).containsExactly("b", "c");
  }

  @Test
  @DisplayName("nothing at all: a store at an index, empty")
  void nothingCanBeLoaded() {
    put(1, "a", "1");

    store.load(5, List.<StateEntry>of().iterator());

    assertThat(store.index()).isEqualTo(5);
    assertThat(everything()).isEmpty();
  }

  @Test
  @DisplayName("many entries, twice and thrice")
  void manyEntriesAreLoaded() {
    for (long index = 1; index <= 3; index++) {
      store.load(index, many(index));

      assertThat(store.index()).isEqualTo(index);
      assertThat(keysOf("data")).hasSize(MANY);
      assertThat(store.digest()).isEqualTo(recomputedNow());
    }
  }

  @Test
  @DisplayName("nothing where its source fails midway: the store is empty then, at index 0")
  void aLoadThatFailsLeavesAnEmptyStore() {
    put(1, "a", "1");

    assertThatThrownBy(() -> store.load(9, failingAfter(many(9), MANY / 2)))
        .hasMessage("the source failed");

    assertEmpty();
    if (durable()) {
      reopen();
      assertEmpty();
    }
    put(1, "b", "1");
    assertThat(keysOf("data")).containsExactly("b");
    assertThat(store.digest()).isEqualTo(recomputedNow());
  }

  private void assertEmpty() {
    assertThat(store.index()).isZero();
    assertThat(everything()).isEmpty();
    assertThat(store.digest()).isEqualTo(recomputedNow());
  }

  private Bytes recomputedNow() {
    try (StateSnapshot snapshot = store.snapshot()) {
      return recomputed(snapshot);
    }
  }

  static Iterator<StateEntry> many(long version) {
    return IntStream.range(0, MANY)
        .mapToObj(i -> entry("data", "key-" + i, "value-" + i + "-" + version, version))
        .iterator();
  }

  static Iterator<StateEntry> failingAfter(Iterator<StateEntry> source, int count) {
    return new Iterator<>() {
      private int given;

      @Override
      public boolean hasNext() {
        return source.hasNext();
      }

      @Override
      public StateEntry next() {
        if (given++ == count) {
          throw new IllegalStateException("the source failed");
        }
        return source.next();
      }
    };
  }
}
