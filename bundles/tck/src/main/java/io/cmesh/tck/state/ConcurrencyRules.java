package io.cmesh.tck.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmesh.api.Bytes;
import io.cmesh.api.state.StateBatch;
import io.cmesh.api.state.StateEntry;
import io.cmesh.api.state.StateSnapshot;
import io.cmesh.api.state.StateStore;
import io.cmesh.api.state.StateWrite;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

abstract class ConcurrencyRules extends StateRules {
  private static final int KEYS = 20;
  private static final int READERS = 4;

  private final AtomicBoolean done = new AtomicBoolean();

  ConcurrencyRules(StateStoreKit kit) {
    super(kit);
  }

  @Test
  @DisplayName("readers see every batch whole or not at all")
  void noReaderSeesHalfABatch() throws Exception {
    writeRound(1);

    runReaders(this::readWholeRounds, () -> writeRounds(2, 2000));
  }

  @Test
  @DisplayName("readers may go on while it is closed under them: they are refused, nothing crashes")
  void closingUnderReadersIsSafe() throws Exception {
    for (int round = 0; round < 20; round++) {
      writeRound(store.index() + 1);
      done.set(false);
      runReaders(this::readUntilRefused, () -> instance().close());
      reopen();
    }
  }

  private void runReaders(Task reader, Task meanwhile) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(READERS);
    try {
      List<Future<?>> readers = new ArrayList<>();
      for (int i = 0; i < READERS; i++) {
        readers.add(threads.submit(reader.asCallable()));
      }
      meanwhile.run();
      done.set(true);
      for (Future<?> each : readers) {
        each.get(60, TimeUnit.SECONDS);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private void writeRounds(long first, long last) {
    for (long round = first; round <= last; round++) {
      writeRound(round);
    }
  }

  /** Every key gets the round as its value. */
  private void writeRound(long round) {
    List<StateWrite> writes = new ArrayList<>();
    for (int i = 0; i < KEYS; i++) {
      writes.add(write("data", "k" + i, "" + round, round));
    }
    store.commit(new StateBatch(round, writes));
  }

  private void readWholeRounds() {
    long seen = 0;
    while (!done.get()) {
      try (StateSnapshot snapshot = store.snapshot()) {
        assertOneRound(drain(snapshot.scan("data", Bytes.EMPTY, null)), snapshot.index());
        assertThat(snapshot.index()).isGreaterThanOrEqualTo(seen);
        seen = snapshot.index();
      }
      List<StateEntry> live = drain(store.scan("data", Bytes.EMPTY, null));
      assertOneRound(live, live.get(0).version());
      assertThat(store.get("data", key("k0"))).isNotNull();
    }
  }

  private static void assertOneRound(List<StateEntry> entries, long round) {
    assertThat(entries).hasSize(KEYS).allMatch(entry -> entry.version() == round);
  }

  private void readUntilRefused() {
    StateStore mine = store;
    try {
      while (true) {
        assertThat(mine.get("data", key("k1"))).isNotNull();
        assertThat(drain(mine.scan("data", Bytes.EMPTY, null))).hasSize(KEYS);
        try (StateSnapshot snapshot = mine.snapshot()) {
          assertThat(drain(snapshot.all())).hasSize(KEYS);
        }
      }
    } catch (IllegalStateException refused) {
      assertThat(refused).hasMessageContaining("closed");
    }
  }

  /** What a thread does. */
  @FunctionalInterface
  private interface Task {
    void run() throws Exception;

    default Callable<Void> asCallable() {
      return () -> {
        run();
        return null;
      };
    }
  }
}
