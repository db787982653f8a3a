package io.cmesh.kernel.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmesh.api.Bytes;
import io.cmesh.api.state.Scan;
import io.cmesh.api.state.StateEntry;
import io.cmesh.api.state.StateWrite;
import io.cmesh.api.state.Versioned;
import io.cmesh.kernel.support.FakeStore;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OverlayTest {
  private static final String NS = "values";

  private final FakeStore store = new FakeStore();

  private static Bytes key(String text) {
    return Bytes.utf8(text);
  }

  private static List<StateEntry> list(Scan scan) {
    List<StateEntry> all = new ArrayList<>();
    try (scan) {
      scan.forEachRemaining(all::add);
    }
    return all;
  }

  private static List<String> keys(Scan scan) {
    return list(scan).stream().map(e -> e.key().utf8()).toList();
  }

  @Test
  void whatIsNotWrittenIsReadFromBelow() {
    store.put(NS, key("a"), key("1"));
    Overlay overlay = new Overlay(store);

    assertThat(overlay.get(NS, key("a"))).isEqualTo(new Versioned(key("1"), 1));
    assertThat(overlay.get(NS, key("b"))).isNull();
    assertThat(keys(overlay.scan(NS, Bytes.EMPTY, null))).containsExactly("a");
    assertThat(overlay.index()).isEqualTo(1);
  }

  @Test
  void aWriteHidesWhatIsStoredAndHasTheIndexOfItsCommand() {
    store.put(NS, key("a"), key("1"));
    Overlay overlay = new Overlay(store);

    overlay.at(9);
    overlay.write(NS, key("a"), key("2"));

    assertThat(overlay.get(NS, key("a"))).isEqualTo(new Versioned(key("2"), 9));
    assertThat(store.get(NS, key("a"))).isEqualTo(new Versioned(key("1"), 1));
  }

  @Test
  void aDeletedKeyIsGoneFromReadsAndScansAndItsDeletionIsCommitted() {
    store.put(NS, key("a"), key("1"));
    store.put(NS, key("b"), key("2"));
    Overlay overlay = new Overlay(store);

    overlay.at(3);
    overlay.write(NS, key("a"), null);

    assertThat(overlay.get(NS, key("a"))).isNull();
    assertThat(keys(overlay.scan(NS, Bytes.EMPTY, null))).containsExactly("b");
    assertThat(overlay.writes()).containsExactly(new StateWrite(NS, key("a"), null, 3));
  }

  @Test
  void aScanMergesBothInTheOrderOfUnsignedBytes() {
    store.put(NS, Bytes.hex("7f"), key("stored"));
    store.put(NS, Bytes.hex("ff"), key("stored"));
    Overlay overlay = new Overlay(store);
    overlay.at(5);
    overlay.write(NS, Bytes.hex("00"), key("written"));
    overlay.write(NS, Bytes.hex("80"), key("written"));
    overlay.write(NS, Bytes.hex("ff00"), key("written"));

    assertThat(list(overlay.scan(NS, Bytes.EMPTY, null)).stream().map(e -> e.key().hex()))
        .containsExactly("00", "7f", "80", "ff", "ff00");
  }

  @Test
  void aRangeBeginsWithItsFirstKeyAndEndsBeforeItsLast() {
    for (String k : List.of("a", "c", "e")) {
      store.put(NS, key(k), key("stored"));
    }
    Overlay overlay = new Overlay(store);
    for (String k : List.of("b", "d", "f")) {
      overlay.write(NS, key(k), key("written"));
    }

    assertThat(keys(overlay.scan(NS, key("b"), key("e")))).containsExactly("b", "c", "d");
    assertThat(keys(overlay.scan(NS, key("c"), key("d")))).containsExactly("c");
    assertThat(keys(overlay.scan(NS, key("e"), null))).containsExactly("e", "f");
  }

  @Test
  void namespacesDoNotMix() {
    Overlay overlay = new Overlay(store);
    overlay.write("other", key("a"), key("1"));

    assertThat(overlay.get(NS, key("a"))).isNull();
    assertThat(keys(overlay.scan(NS, Bytes.EMPTY, null))).isEmpty();
  }

  @Test
  void aKeyWrittenTwiceIsCommittedOnceWithItsLastValue() {
    Overlay overlay = new Overlay(store);
    overlay.at(1);
    overlay.write(NS, key("a"), key("1"));
    overlay.at(2);
    overlay.write(NS, key("a"), key("2"));

    assertThat(overlay.writes()).containsExactly(new StateWrite(NS, key("a"), key("2"), 2));
  }

  @Test
  void aScanThatHasEndedSaysSo() {
    Overlay overlay = new Overlay(store);
    overlay.write(NS, key("a"), key("1"));
    try (Scan scan = overlay.scan(NS, Bytes.EMPTY, null)) {
      scan.next();

      assertThat(scan.hasNext()).isFalse();
      assertThatThrownBy(scan::next).isInstanceOf(NoSuchElementException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 42, 6470})
  void whateverIsWrittenItReadsAsASortedMapWould(long seed) {
    Random random = new Random(seed);
    NavigableMap<Bytes, Versioned> model = new TreeMap<>();
    for (int i = 0; i < 60; i++) {
      Bytes k = randomKey(random);
      store.put(NS, k, key("s" + i));
      model.put(k, new Versioned(key("s" + i), store.index()));
    }
    Overlay overlay = new Overlay(store);
    for (int i = 0; i < 400; i++) {
      overlay.at(1_000 + i);
      Bytes k = randomKey(random);
      if (random.nextInt(3) == 0) {
        overlay.write(NS, k, null);
        model.remove(k);
      } else {
        overlay.write(NS, k, key("w" + i));
        model.put(k, new Versioned(key("w" + i), 1_000 + i));
      }
      Bytes from = randomKey(random);
      Bytes to = random.nextBoolean() ? null : randomKey(random);
      if (to == null || from.compareTo(to) < 0) {
        assertThat(list(overlay.scan(NS, from, to))).isEqualTo(range(model, from, to));
      }
      assertThat(overlay.get(NS, k)).isEqualTo(model.get(k));
    }
  }

  private static Bytes randomKey(Random random) {
    byte[] bytes = new byte[1 + random.nextInt(2)];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (random.nextInt(8) * 36);
    }
    return Bytes.wrap(bytes);
  }

  private static List<StateEntry> range(
      NavigableMap<Bytes, Versioned> model, Bytes from, Bytes to) {
    NavigableMap<Bytes, Versioned> tail = model.tailMap(from, true);
    return (to == null ? tail : tail.headMap(to, false))
        .entrySet().stream()
            .map(e -> new StateEntry(NS, e.getKey(), e.getValue().value(), e.getValue().version()))
            .toList();
  }
}
