package io.cmesh.tck.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmesh.api.Bytes;
import io.cmesh.api.state.StateEntry;
import io.cmesh.api.state.StateSnapshot;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

abstract class SnapshotRules extends StateRules {
  SnapshotRules(StateStoreKit kit) {
    super(kit);
  }

  @Test
  @DisplayName("that stay as they are, whatever is committed meanwhile")
  void aSnapshotStays() {
    put(1, "a", "1");
    put(2, "b", "1");
    Bytes digest = store.digest();

    try (StateSnapshot snapshot = store.snapshot()) {
      commit(
          3, write("data", "a", "2", 3), write("data", "b", null, 3), write("data", "c", "1", 3));

      assertThat(snapshot.index()).isEqualTo(2);
      assertThat(snapshot.digest()).isEqualTo(digest);
      assertThat(valueOf(snapshot, "a")).isEqualTo("1");
      assertThat(valueOf(snapshot, "c")).isNull();
      assertThat(keys(snapshot.scan("data", Bytes.EMPTY, null))).containsExactly("a", "b");
      assertThat(keys(snapshot.scan("data", key("b"), key("c")))).containsExactly("b");
    }
    assertThat(keysOf("data")).containsExactly("a", "c");
  }

  @Test
  @DisplayName("of every entry, by namespace, then key, with version")
  void allIsOrderedByNamespaceThenKey() {
    commit(
        4,
        write("b", "a", "1", 1),
        write("a", "z", "2", 2),
        write("~x", "k", "3", 3),
        write("a-b", "k", "4", 4),
        write("a", "b", "5", 4));

    assertThat(everything())
        .containsExactly(
            entry("a", "b", "5", 4),
            entry("a", "z", "2", 2),
            entry("a-b", "k", "4", 4),
            entry("b", "a", "1", 1),
            entry("~x", "k", "3", 3));
  }

  @Test
  @DisplayName("several at once, each at its own index")
  void snapshotsAreIndependent() {
    put(1, "a", "1");
    try (StateSnapshot first = store.snapshot()) {
      put(2, "a", "2");
      try (StateSnapshot second = store.snapshot()) {
        put(3, "a", "3");
        assertThat(valueOf(first, "a")).isEqualTo("1");
        assertThat(valueOf(second, "a")).isEqualTo("2");
        assertThat(valueOf("a")).isEqualTo("3");
      }
      assertThat(valueOf(first, "a")).isEqualTo("1");
    }
  }

  @Test
  @DisplayName("that outlive a load")
  void aSnapshotOutlivesALoad() {
    put(1, "a", "1");
    try (StateSnapshot snapshot = store.snapshot()) {
      store.load(7, List.<StateEntry>of(entry("data", "b", "2", 7)).iterator());

      assertThat(keys(snapshot.scan("data", Bytes.EMPTY, null))).containsExactly("a");
      assertThat(drain(snapshot.all())).containsExactly(entry("data", "a", "1", 1));
      assertThat(snapshot.digest()).isEqualTo(recomputed(snapshot));
    }
  }

  @Test
  @DisplayName("that may be closed twice")
  void aSnapshotMayBeClosedTwice() {
    StateSnapshot snapshot = store.snapshot();
    snapshot.close();
    snapshot.close();

    put(1, "a", "1");
    assertThat(valueOf("a")).isEqualTo("1");
  }
}
