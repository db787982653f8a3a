package io.cmesh.tck.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmesh.api.Bytes;
import io.cmesh.api.state.StateBatch;
import io.cmesh.api.state.StateDigest;
import io.cmesh.api.state.StateSnapshot;
import io.cmesh.api.state.StateWrite;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

abstract class DigestRules extends StateRules {
  DigestRules(StateStoreKit kit) {
    super(kit);
  }

  @Test
  @DisplayName("that begins as that of nothing")
  void anEmptyStoreHasTheEmptyDigest() {
    assertThat(store.digest()).isEqualTo(new StateDigest().value());
  }

  @Test
  @DisplayName("of exactly its entries: as reckoned by anybody from a list of them")
  void theDigestIsThatOfItsEntries() {
    commit(2, write("data", "a", "1", 1), write("names", "b", "2", 2));

    StateDigest expected = new StateDigest();
    expected.add("data", key("a"), Bytes.utf8("1"), 1);
    expected.add("names", key("b"), Bytes.utf8("2"), 2);
    assertThat(store.digest()).isEqualTo(expected.value());
  }

  @Test
  @DisplayName("that does not tell in what order or in how many batches it came about")
  void theWayThereDoesNotMatter() {
    put(1, "a", "1");
    commit(2, write("data", "b", "x", 2), write("data", "c", "y", 2));
    commit(3, write("data", "b", "2", 3), write("data", "c", null, 3));

    StateDigest expected = new StateDigest();
    expected.add("data", key("b"), Bytes.utf8("2"), 3);
    expected.add("data", key("a"), Bytes.utf8("1"), 1);
    assertThat(store.digest()).isEqualTo(expected.value());
  }

  @Test
  @DisplayName("in which the version counts")
  void theVersionCounts() {
    put(1, "a", "1");
    Bytes before = store.digest();

    put(2, "a", "1");

    assertThat(store.digest()).isNotEqualTo(before);
  }

  @Test
  @DisplayName("without namespaces that begin with ~")
  void tildeNamespacesAreLeftOut() {
    put(1, "a", "1");
    Bytes before = store.digest();

    commit(2, write("~blocks", "1", "x", 2), write("~", "k", "y", 2));
    commit(3, write("~blocks", "1", null, 3));

    assertThat(store.digest()).isEqualTo(before);
  }

  @Test
  @DisplayName("that equals one reckoned anew after thousands of random writes")
  void theDigestNeverDrifts() {
    Random random = new Random(42);
    for (long index = 1; index <= 500; index++) {
      store.commit(new StateBatch(index, randomWrites(random, index)));
    }

    try (StateSnapshot snapshot = store.snapshot()) {
      assertThat(snapshot.digest()).isEqualTo(recomputed(snapshot)).isEqualTo(store.digest());
    }
  }

  private static List<StateWrite> randomWrites(Random random, long index) {
    List<StateWrite> writes = new ArrayList<>();
    for (int i = random.nextInt(10); i >= 0; i--) {
      String value = random.nextInt(4) == 0 ? null : "v" + random.nextInt(5);
      String namespace = "n" + random.nextInt(3);
      writes.add(write(namespace, "k" + random.nextInt(50), value, index));
    }
    return writes;
  }
}
