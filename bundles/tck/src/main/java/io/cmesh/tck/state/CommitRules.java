package io.cmesh.tck.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmesh.api.Bytes;
import io.cmesh.api.state.StateBatch;
import io.cmesh.api.state.StateDigest;
import io.cmesh.api.state.StateWrite;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

abstract class CommitRules extends StateRules {
  CommitRules(StateStoreKit kit) {
    super(kit);
  }

  @Test
  @DisplayName("a batch and its index together")
  void aBatchBringsItsIndex() {
    commit(5, write("data", "a", "1", 4), write("data", "b", "2", 5));

    assertThat(store.index()).isEqualTo(5);
    assertThat(valueOf("a")).isEqualTo("1");
    assertThat(valueOf("b")).isEqualTo("2");
  }

  @Test
  @DisplayName("an empty batch, whose index counts")
  void anEmptyBatchMovesTheIndex() {
    commit(3);

    assertThat(store.index()).isEqualTo(3);
  }

  @Test
  @DisplayName("the last of two writes of one key in one batch")
  void theLastWriteOfAKeyWins() {
    commit(
        2,
        write("data", "a", "first", 1),
        write("data", "b", "stays", 1),
        write("data", "a", "second", 2),
        write("data", "c", "gone", 1),
        write("data", "c", null, 2));

    assertThat(valueOf("a")).isEqualTo("second");
    assertThat(valueOf("c")).isNull();
    assertThat(keysOf("data")).containsExactly("a", "b");
  }

  @Test
  @DisplayName("a deletion, also of what is not there")
  void aDeletionDeletes() {
    put(1, "a", "1");
    commit(2, write("data", "a", null, 2), write("data", "never", null, 2));

    assertThat(valueOf("a")).isNull();
    assertThat(keysOf("data")).isEmpty();
  }

  @Test
  @DisplayName("many keys in any order and back to nothing")
  void manyKeysComeAndGo() {
    for (int i = 1; i <= 2000; i++) {
      put(i, "k" + (i * 7919L % 2000), "v");
    }
    assertThat(keysOf("data")).hasSize(2000).isSorted();

    for (int i = 0; i < 2000; i++) {
      commit(2001 + i, write("data", "k" + i, null, 2001 + i));
    }
    assertThat(keysOf("data")).isEmpty();
    assertThat(store.digest()).isEqualTo(new StateDigest().value());
  }

  @Test
  @DisplayName("no index twice and none below the last")
  void anIndexThatDoesNotRiseIsRefused() {
    put(5, "a", "1");

    for (long index : new long[] {5, 4, 0, -1}) {
      assertThatThrownBy(() -> put(index, "a", "2"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("index: " + index);
    }
    assertThat(valueOf("a")).isEqualTo("1");
    assertThat(store.index()).isEqualTo(5);
  }

  @Test
  @DisplayName("nothing of a batch of which one write is malformed")
  void aRefusedBatchLeavesNothing() {
    put(1, "a", "1");
    Bytes before = store.digest();

    assertThatThrownBy(() -> commit(2, write("data", "b", "2", 2), write("data", "", "3", 2)))
        .isInstanceOf(IllegalArgumentException.class);

    assertThat(keysOf("data")).containsExactly("a");
    assertThat(store.index()).isEqualTo(1);
    assertThat(store.digest()).isEqualTo(before);
    put(2, "b", "2");
    assertThat(keysOf("data")).containsExactly("a", "b");
  }

  @Test
  @DisplayName("and says roughly how much it holds")
  void theSizeGrowsWithTheContent() {
    long before = store.sizeBytes();
    store.commit(
        new StateBatch(
            1,
            List.of(new StateWrite("data", Bytes.utf8("k"), Bytes.utf8("v".repeat(1 << 20)), 1))));

    assertThat(store.sizeBytes()).isGreaterThan(before + (1 << 19));
  }
}
