package io.cmesh.tck.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmesh.api.Bytes;
import io.cmesh.api.provider.Instance;
import io.cmesh.api.state.Scan;
import io.cmesh.api.state.StateBatch;
import io.cmesh.api.state.StateEntry;
import io.cmesh.api.state.StateSnapshot;
import io.cmesh.api.state.StateStore;
import io.cmesh.api.state.StateWrite;
import io.cmesh.tck.Durable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

abstract class HandOverRules extends StateRules {
  /** 128 MiB of values: what a store may hold of it at once is a quarter. */
  private static final int MUCH = 8192;

  private final OtherStore other = new OtherStore();
  private final Random random = new Random(6470);

  HandOverRules(StateStoreKit kit) {
    super(kit);
  }

  @Test
  @DisplayName("to another store by a snapshot: entry by entry, version by version, equal digests")
  void theOtherHasWhatTheSnapshotHas() {
    commitBoth(1, 400);
    OtherStore loaded = new OtherStore();

    try (StateSnapshot snapshot = store.snapshot()) {
      loaded.load(snapshot.index(), snapshot.all());
    }

    assertThat(loaded.entries()).isEqualTo(other.entries());
    assertThat(loaded.digest()).isEqualTo(store.digest());
  }

  @Test
  @DisplayName("from another store's snapshot: index, versions and digest are the other's")
  void itHasWhatTheOtherHad() {
    commitOther(1, 400);

    store.load(other.index(), other.entries().iterator());

    assertSameAsOther();
  }

  @Test
  @DisplayName("and commits on from there, as the other does: the digests stay equal")
  void bothGoOnAlike() {
    commitOther(1, 300);
    store.load(other.index(), other.entries().iterator());

    for (int round = 0; round < 10; round++) {
      commitBoth(other.index() + 1, other.index() + 20);
      assertSameAsOther();
    }
  }

  @Test
  @DisplayName("while it is written to: a snapshot and the batches since make the same")
  void whatIsCommittedMeanwhileIsTheTail() {
    commitBoth(1, 300);
    OtherStore loaded = new OtherStore();
    List<StateBatch> tail = new ArrayList<>();

    try (StateSnapshot snapshot = store.snapshot();
        Scan all = snapshot.all()) {
      List<StateEntry> copied = new ArrayList<>();
      while (all.hasNext()) {
        copied.add(all.next());
        if (tail.size() < 100) {
          tail.add(randomBatch(301 + tail.size()));
          store.commit(tail.get(tail.size() - 1));
        }
      }
      loaded.load(snapshot.index(), copied.iterator());
      assertThat(loaded.digest()).isEqualTo(snapshot.digest());
    }

    tail.forEach(loaded::commit);
    assertThat(loaded.index()).isEqualTo(store.index());
    assertThat(loaded.digest()).isEqualTo(store.digest());
  }

  @Test
  @DisplayName("there and back and there again, without a difference")
  void itGoesBackAndForth(@TempDir Path second) {
    commitBoth(1, 300);

    try (Instance<StateStore> beside = openBeside(second)) {
      for (int round = 0; round < 3; round++) {
        give(store, beside.service());
        assertThat(beside.service().digest()).isEqualTo(other.digest());
        give(beside.service(), store);
        assertSameAsOther();
        commitBoth(other.index() + 1, other.index() + 50);
      }
    }
  }

  @Test
  @DisplayName("and shows by its digest that one entry in a thousand is another")
  void oneDifferenceIsSeen() {
    commitOther(1, 300);
    List<StateEntry> entries = new ArrayList<>(other.entries());
    StateEntry one = entries.get(entries.size() / 2);
    entries.set(
        entries.size() / 2,
        new StateEntry(one.namespace(), one.key(), one.value(), one.version() + 1));

    store.load(other.index(), entries.iterator());

    assertThat(store.digest()).isNotEqualTo(other.digest());
  }

  @Test
  @DisplayName("and after a hand-over that broke off begins anew, as often as need be")
  void itBeginsAnewAfterAFailure() {
    commitOther(1, 300);

    for (int broken = 1; broken <= 3; broken++) {
      int after = broken * 20;
      assertThatThrownBy(
              () ->
                  store.load(
                      other.index(), LoadRules.failingAfter(other.entries().iterator(), after)))
          .hasMessage("the source failed");
      assertThat(store.index()).isZero();
    }
    store.load(other.index(), other.entries().iterator());

    assertSameAsOther();
  }

  @Test
  @Durable
  @DisplayName("of more than fits memory: what it takes over goes through, it is not collected")
  void itTakesOverWithoutCollecting() {
    Watched much = new Watched(MUCH);

    store.load(MUCH, much);
    much.look();

    assertThat(store.index()).isEqualTo(MUCH);
    assertThat(much.mostHeld()).as("values held at once, of %s", MUCH).isLessThan(MUCH / 4);
  }

  @Test
  @Durable
  @DisplayName("of more than fits memory: a snapshot gives entry by entry and collects nothing")
  void itGivesWithoutCollecting() {
    store.load(MUCH, new Watched(MUCH));
    Watched seen = new Watched(MUCH);
    int count = 0;

    try (StateSnapshot snapshot = store.snapshot();
        Scan all = snapshot.all()) {
      while (all.hasNext()) {
        seen.watch(all.next().value().unsafeArray());
        if (++count % (MUCH / 4) == 0) {
          seen.look();
        }
      }
    }

    assertThat(count).isEqualTo(MUCH);
    assertThat(seen.mostHeld()).as("values held at once, of %s", MUCH).isLessThan(MUCH / 4);
  }

  @Test
  @Durable
  @DisplayName("that a crash breaks off, wherever it does: the store is empty then, and takes over")
  void aCrashAnywhereLeavesAnEmptyStore(
      @TempDir Path first, @TempDir Path middle, @TempDir Path last) {
    put(1, "old", "1");
    store.flush();
    List<StateEntry> entries = new ArrayList<>();
    LoadRules.many(40).forEachRemaining(entries::add);
    Crashes crashes =
        new Crashes(dir(), entries).after(0, first).after(9_999, middle).after(19_999, last);

    store.load(40, crashes);

    for (Path crashed : List.of(first, middle, last)) {
      reopenIn(crashed);
      assertThat(store.index()).as("after %s", crashed).isZero();
      assertThat(everything()).isEmpty();
      store.load(40, entries.iterator());
      assertThat(keysOf("data")).hasSize(entries.size());
    }
  }

  private void assertSameAsOther() {
    assertThat(store.index()).isEqualTo(other.index());
    assertThat(store.digest()).isEqualTo(other.digest());
    assertThat(everything()).isEqualTo(other.entries());
  }

  private static void give(StateStore from, StateStore to) {
    try (StateSnapshot snapshot = from.snapshot();
        Scan all = snapshot.all()) {
      to.load(snapshot.index(), all);
      assertThat(to.digest()).isEqualTo(snapshot.digest());
    }
  }

  private void commitOther(long first, long last) {
    for (long index = first; index <= last; index++) {
      other.commit(randomBatch(index));
    }
  }

  private void commitBoth(long first, long last) {
    for (long index = first; index <= last; index++) {
      StateBatch batch = randomBatch(index);
      other.commit(batch);
      store.commit(batch);
    }
  }

  /** Sets, deletes and sets again, in namespaces that count and one that does not. */
  private StateBatch randomBatch(long index) {
    List<StateWrite> writes = new ArrayList<>();
    for (int i = random.nextInt(6); i >= 0; i--) {
      String namespace = List.of("data", "names", "a-b", "~blocks").get(random.nextInt(4));
      Bytes key = Bytes.utf8("k" + random.nextInt(200));
      byte[] value = new byte[random.nextInt(64)];
      random.nextBytes(value);
      boolean deleted = random.nextInt(5) == 0;
      writes.add(new StateWrite(namespace, key, deleted ? null : Bytes.wrap(value), index));
    }
    return new StateBatch(index, writes);
  }
}
