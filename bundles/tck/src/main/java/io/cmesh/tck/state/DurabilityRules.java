package io.cmesh.tck.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmesh.api.Bytes;
import io.cmesh.api.state.StateEntry;
import io.cmesh.api.state.StateSnapshot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

abstract class DurabilityRules extends StateRules {
  DurabilityRules(StateStoreKit kit) {
    super(kit);
  }

  @Test
  @DisplayName("a clean end with all that was committed")
  void aCleanEndLosesNothing() {
    put(1, "a", "1");
    commit(2, write("data", "b", "2", 2), write("~x", "c", "3", 2));
    Bytes digest = store.digest();

    reopen();

    assertThat(store.index()).isEqualTo(2);
    assertThat(store.durableIndex()).isEqualTo(2);
    assertThat(store.digest()).isEqualTo(digest);
    assertThat(everything()).hasSize(3);
  }

  @Test
  @DisplayName("a crash with all that was flushed, and says so beforehand")
  void aCrashLosesNothingFlushed(@TempDir Path crashed) {
    put(1, "a", "1");
    put(2, "b", "2");
    store.flush();
    assertThat(store.durableIndex()).isEqualTo(2);
    put(3, "c", "3");
    assertThat(store.durableIndex()).isBetween(2L, 3L);
    Crashes.copy(dir(), crashed);

    reopenIn(crashed);

    assertThat(store.index()).isBetween(2L, 3L);
    assertThat(keysOf("data")).contains("a", "b");
    assertConsistent();
  }

  @Test
  @DisplayName("a crash after many batches as the store at one index, with its digest")
  void aCrashLeavesOneIndex(@TempDir Path crashed) {
    String value = "v".repeat(1000);
    for (int i = 1; i <= 3000; i++) {
      commit(i, write("data", "k" + i, value, i), write("data", "last", "" + i, i));
    }
    store.flush();
    for (int i = 3001; i <= 3100; i++) {
      commit(i, write("data", "k" + i, value, i), write("data", "last", "" + i, i));
    }
    Crashes.copy(dir(), crashed);

    reopenIn(crashed);

    assertThat(store.index()).isGreaterThanOrEqualTo(3000);
    assertThat(valueOf("last")).isEqualTo("" + store.index());
    assertThat(keysOf("data")).hasSize((int) store.index() + 1);
    assertConsistent();
  }

  @Test
  @DisplayName("a crash after a load with all of it")
  void aLoadIsDurable(@TempDir Path crashed) {
    put(1, "old", "1");
    store.load(40, LoadRules.many(40));
    assertThat(store.durableIndex()).isEqualTo(40);
    Bytes digest = store.digest();
    Crashes.copy(dir(), crashed);

    reopenIn(crashed);

    assertThat(store.index()).isEqualTo(40);
    assertThat(store.digest()).isEqualTo(digest);
    assertThat(keysOf("data")).doesNotContain("old").hasSize(20_000);
  }

  @Test
  @DisplayName("a crash in the middle of a load as an empty store")
  void aCrashInALoadLeavesAnEmptyStore(@TempDir Path crashed) {
    put(1, "old", "1");
    store.flush();
    List<StateEntry> entries = new ArrayList<>();
    LoadRules.many(40).forEachRemaining(entries::add);
    store.load(40, new Crashes(dir(), entries).after(19_000, crashed));

    reopenIn(crashed);

    assertThat(store.index()).isZero();
    assertThat(everything()).isEmpty();
    assertConsistent();
    put(1, "new", "1");
    assertThat(keysOf("data")).containsExactly("new");
  }

  private void assertConsistent() {
    try (StateSnapshot snapshot = store.snapshot()) {
      assertThat(snapshot.digest()).isEqualTo(recomputed(snapshot));
      assertThat(snapshot.index()).isEqualTo(store.index());
    }
  }
}
