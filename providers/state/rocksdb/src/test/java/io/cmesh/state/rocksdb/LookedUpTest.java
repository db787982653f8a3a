package io.cmesh.state.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmesh.api.Bytes;
import io.cmesh.api.provider.Instance;
import io.cmesh.api.state.StateBatch;
import io.cmesh.api.state.StateEntry;
import io.cmesh.api.state.StateStore;
import io.cmesh.api.state.StateWrite;
import io.cmesh.api.state.Versioned;
import io.cmesh.tck.support.TestOpening;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the committing thread has looked up is never older than the store. */
class LookedUpTest {
  private static final Bytes KEY = Bytes.utf8("key");

  @TempDir Path dir;
  private TestOpening test;
  private Instance<StateStore> instance;
  private StateStore store;

  @BeforeEach
  void open() {
    test = TestOpening.in(dir);
    instance = new RocksStateFactory("0.1.0", null).open(test.opening());
    store = instance.service();
  }

  @AfterEach
  void close() {
    instance.close();
    test.close();
  }

  private void commit(long index, String value) {
    store.commit(
        new StateBatch(index, List.of(new StateWrite("data", KEY, Bytes.utf8(value), index))));
  }

  private static void elsewhere(Runnable task) {
    CompletableFuture.runAsync(task).join();
  }

  private String read() {
    Versioned value = store.get("data", KEY);
    return value == null ? "nothing" : value.value().utf8();
  }

  @Test
  void whoCommitsReadsItsOwnCommits() {
    commit(1, "one");
    assertThat(read()).isEqualTo("one");
    commit(2, "two");
    assertThat(read()).isEqualTo("two");
    assertThat(read()).isEqualTo("two");
  }

  @Test
  void whatWasNotThereIsFoundOnceItIs() {
    store.commit(new StateBatch(1, List.of()));
    assertThat(read()).isEqualTo("nothing");
    commit(2, "two");
    assertThat(read()).isEqualTo("two");
  }

  @Test
  void whoCommittedBeforeReadsWhatAnotherThreadCommitted() {
    commit(1, "one");
    assertThat(read()).isEqualTo("one");

    elsewhere(() -> commit(2, "two"));

    assertThat(read()).isEqualTo("two");
    commit(3, "three");
    elsewhere(() -> assertThat(read()).isEqualTo("three"));
  }

  @Test
  void whatIsLoadedIsReadAtOnce() {
    commit(1, "one");
    assertThat(read()).isEqualTo("one");

    store.load(5, List.of(new StateEntry("data", KEY, Bytes.utf8("loaded"), 4)).iterator());

    assertThat(read()).isEqualTo("loaded");
  }

  @Test
  void theDigestIsThatOfTheContentHoweverItWasRead() {
    commit(1, "one");
    read();
    commit(2, "two");
    Bytes digest = store.digest();

    store.load(2, List.of(new StateEntry("data", KEY, Bytes.utf8("two"), 2)).iterator());

    assertThat(store.digest()).isEqualTo(digest);
  }
}
