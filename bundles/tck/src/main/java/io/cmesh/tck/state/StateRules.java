package io.cmesh.tck.state;

import io.cmesh.api.Bytes;
import io.cmesh.api.provider.Instance;
import io.cmesh.api.state.Scan;
import io.cmesh.api.state.StateBatch;
import io.cmesh.api.state.StateDigest;
import io.cmesh.api.state.StateEntry;
import io.cmesh.api.state.StateSnapshot;
import io.cmesh.api.state.StateStore;
import io.cmesh.api.state.StateWrite;
import io.cmesh.api.state.Versioned;
import io.cmesh.api.state.View;
import io.cmesh.tck.support.TestOpening;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** An open, empty store, and the words the rules are written in. */
abstract class StateRules {
  private final StateStoreKit kit;
  private final List<TestOpening> besides = new ArrayList<>();
  private Path dir;
  private TestOpening opening;
  private Instance<StateStore> instance;
  StateStore store;

  @SuppressWarnings("NullAway.Init") // made before each test
  StateRules(StateStoreKit kit) {
    this.kit = kit;
  }

  @BeforeEach
  void openIn(@TempDir Path home) {
    dir = home;
    opening = TestOpening.in(home);
    kit.settings().forEach(opening::set);
    open();
  }

  @AfterEach
  void close() {
    instance.close();
    opening.close();
    besides.forEach(TestOpening::close);
  }

  private void open() {
    instance = kit.factory().open(opening.opening());
    store = instance.service();
  }

  Path dir() {
    return dir;
  }

  Instance<StateStore> instance() {
    return instance;
  }

  /** Closes the instance and opens another on what it left. */
  void reopen() {
    instance.close();
    open();
  }

  /** Goes on in another directory: with what a machine's crash would have left there. */
  void reopenIn(Path other) {
    close();
    openIn(other);
  }

  /** A second instance beside, in a directory of its own. */
  Instance<StateStore> openBeside(Path other) {
    TestOpening beside = TestOpening.in(other);
    kit.settings().forEach(beside::set);
    besides.add(beside);
    return kit.factory().open(beside.opening());
  }

  boolean durable() {
    return kit.factory().descriptor().durable();
  }

  static Bytes key(String text) {
    return Bytes.utf8(text);
  }

  /** A write of {@code value}, or a deletion where that is null. */
  static StateWrite write(String namespace, String key, @Nullable String value, long version) {
    return new StateWrite(namespace, key(key), value == null ? null : Bytes.utf8(value), version);
  }

  void commit(long index, StateWrite... writes) {
    store.commit(new StateBatch(index, List.of(writes)));
  }

  /** One write in the namespace {@code data}, at its index. */
  void put(long index, String key, String value) {
    commit(index, write("data", key, value, index));
  }

  @Nullable String valueOf(String key) {
    return valueOf(store, key);
  }

  static @Nullable String valueOf(View view, String key) {
    Versioned found = view.get("data", key(key));
    return found == null ? null : found.value().utf8();
  }

  List<String> keysOf(String namespace) {
    return keys(store.scan(namespace, Bytes.EMPTY, null));
  }

  static List<String> keys(Scan scan) {
    return drain(scan).stream().map(entry -> entry.key().utf8()).toList();
  }

  static List<StateEntry> drain(Scan scan) {
    try (scan) {
      List<StateEntry> entries = new ArrayList<>();
      scan.forEachRemaining(entries::add);
      return entries;
    }
  }

  List<StateEntry> everything() {
    try (StateSnapshot snapshot = store.snapshot()) {
      return drain(snapshot.all());
    }
  }

  /** The digest of all there is, computed anew. */
  static Bytes recomputed(StateSnapshot snapshot) {
    StateDigest digest = new StateDigest();
    for (StateEntry entry : drain(snapshot.all())) {
      digest.add(entry.namespace(), entry.key(), entry.value(), entry.version());
    }
    return digest.value();
  }

  static StateEntry entry(String namespace, String key, String value, long version) {
    return new StateEntry(namespace, key(key), Bytes.utf8(value), version);
  }
}
