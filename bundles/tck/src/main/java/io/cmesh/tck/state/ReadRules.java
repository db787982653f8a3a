package io.cmesh.tck.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmesh.api.Bytes;
import io.cmesh.api.state.Scan;
import io.cmesh.api.state.StateBatch;
import io.cmesh.api.state.StateEntry;
import io.cmesh.api.state.StateWrite;
import io.cmesh.api.state.Versioned;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

abstract class ReadRules extends StateRules {
  ReadRules(StateStoreKit kit) {
    super(kit);
  }

  @Test
  @DisplayName("nothing from an empty store, at index 0")
  void anEmptyStoreIsEmpty() {
    assertThat(store.index()).isZero();
    assertThat(store.durableIndex()).isZero();
    assertThat(store.get("data", key("a"))).isNull();
    assertThat(keysOf("data")).isEmpty();
  }

  @Test
  @DisplayName("a value with the version it was written with")
  void aValueComesWithItsVersion() {
    commit(9, write("data", "a", "one", 7));

    assertThat(store.get("data", key("a"))).isEqualTo(new Versioned(Bytes.utf8("one"), 7));
  }

  @Test
  @DisplayName("an empty value as empty, not as absent")
  void anEmptyValueIsThere() {
    put(1, "a", "");

    assertThat(store.get("data", key("a"))).isEqualTo(new Versioned(Bytes.EMPTY, 1));
  }

  @Test
  @DisplayName("a key of one namespace from that namespace alone")
  void namespacesAreApart() {
    commit(1, write("a", "bc", "1", 1), write("ab", "c", "2", 1), write("a-b", "c", "3", 1));

    assertThat(store.get("a", key("bc"))).isNotNull();
    assertThat(store.get("ab", key("bc"))).isNull();
    assertThat(keysOf("a")).containsExactly("bc");
    assertThat(keysOf("ab")).containsExactly("c");
  }

  @Test
  @DisplayName("keys in the order of their unsigned bytes")
  void keysAreOrderedAsUnsignedBytes() {
    Bytes[] ordered = {
      Bytes.hex("00"),
      Bytes.hex("0000"),
      Bytes.hex("01"),
      Bytes.hex("7f"),
      Bytes.hex("7fff"),
      Bytes.hex("80"),
      Bytes.hex("ff"),
      Bytes.hex("ff00"),
      Bytes.hex("ffff")
    };
    for (int i = 0; i < ordered.length; i++) {
      int shuffled = i * 4 % ordered.length;
      store.commit(
          new StateBatch(
              i + 1L, List.of(new StateWrite("data", ordered[shuffled], Bytes.EMPTY, i + 1L))));
    }

    assertThat(drain(store.scan("data", Bytes.EMPTY, null)))
        .extracting(StateEntry::key)
        .containsExactly(ordered);
  }

  @Test
  @DisplayName("a range from its first key up to, not including, its last")
  void aScanTakesFromAndNotTo() {
    commit(
        1,
        write("data", "a", "1", 1),
        write("data", "b", "2", 1),
        write("data", "bb", "3", 1),
        write("data", "c", "4", 1));

    assertThat(keys(store.scan("data", key("b"), key("c")))).containsExactly("b", "bb");
    assertThat(keys(store.scan("data", key("aa"), null))).containsExactly("b", "bb", "c");
    assertThat(keys(store.scan("data", key("b"), key("b")))).isEmpty();
    assertThat(keys(store.scan("data", key("c"), key("b")))).isEmpty();
  }

  @Test
  @DisplayName("to the end of a scan and no further")
  void aScanEnds() {
    put(1, "a", "1");

    try (Scan scan = store.scan("data", Bytes.EMPTY, null)) {
      scan.next();
      assertThat(scan.hasNext()).isFalse();
      assertThatThrownBy(scan::next).isInstanceOf(NoSuchElementException.class);
    }
  }

  @Test
  @DisplayName("a scan as the store was when it began, whatever is committed meanwhile")
  void aScanStaysAtItsBeginning() {
    put(1, "a", "1");
    put(2, "b", "1");

    try (Scan scan = store.scan("data", Bytes.EMPTY, null)) {
      scan.next();
      commit(3, write("data", "b", null, 3), write("data", "c", "1", 3));
      assertThat(scan.next().key()).isEqualTo(key("b"));
      assertThat(scan.hasNext()).isFalse();
    }
  }

  @Test
  @DisplayName("the largest key, and values of a megabyte")
  void largeKeysAndValuesAreStored() {
    String largest = "k".repeat(4096);
    put(1, largest, "v".repeat(1 << 20));

    assertThat(valueOf(largest)).hasSize(1 << 20);
    assertThat(keysOf("data")).containsExactly(largest);
  }

  @Test
  @DisplayName("nothing at a key longer than can be stored")
  void aKeyTooLongIsNotThere() {
    assertThat(store.get("data", key("k".repeat(4097)))).isNull();
    assertThat(store.get("data", Bytes.EMPTY)).isNull();
  }
}
