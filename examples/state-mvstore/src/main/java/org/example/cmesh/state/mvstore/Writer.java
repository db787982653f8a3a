package org.example.cmesh.state.mvstore;

import io.cmesh.api.Bytes;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.provider.Health;
import io.cmesh.api.state.StateBatch;
import io.cmesh.api.state.StateDigest;
import io.cmesh.api.state.StateEntry;
import io.cmesh.api.state.StateWrite;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/**
 * All that changes the store: from one thread at a time. What readers see changes with one volatile
 * write, after the whole batch.
 */
final class Writer {
  private final Engine engine;
  private MVMap<byte[], byte[]> entries;
  private volatile Published published;
  private volatile long durableIndex;
  private volatile Health health = Health.OK;

  private Writer(Engine engine, Head head) {
    this.engine = engine;
    this.entries = engine.entries(head.generation());
    this.published = new Published(head, engine.frozen(entries));
    this.durableIndex = head.index();
  }

  /** Goes on where the file stands; a load that a crash broke off is forgotten. */
  static Writer on(Engine engine) {
    Head head = engine.head();
    engine.keepOnly(head.generation());
    return new Writer(engine, engine.reckonsAsBefore() ? head : reckonedAnew(engine, head));
  }

  /** The same head with the digest that this version of the node makes of the entries. */
  private static Head reckonedAnew(Engine engine, Head head) {
    StateDigest digest = new StateDigest();
    Cursor<byte[], byte[]> all = engine.entries(head.generation()).cursor(null);
    while (all.hasNext()) {
      byte[] place = all.next();
      byte[] stored = all.getValue();
      digest.add(
          Keys.namespaceOf(place),
          Keys.keyOf(place),
          Values.valueOf(stored),
          Values.versionOf(stored));
    }
    Head anew = new Head(head.generation(), head.index(), digest.state());
    engine.putHead(anew);
    return anew;
  }

  Published published() {
    return published;
  }

  long durableIndex() {
    return durableIndex;
  }

  Health health() {
    return health;
  }

  void commit(StateBatch batch) {
    Head head = published.head();
    if (batch.index() <= head.index()) {
      throw new IllegalArgumentException(
          "index: " + batch.index() + " (expected: > " + head.index() + ")");
    }
    Map<byte[], StateWrite> last = lastOfEachKey(batch);
    attempt(
        () -> {
          if (engine.isFull()) {
            save();
          }
          StateDigest digest = new StateDigest(head.digestState());
          writeAll(last, digest);
          publish(new Head(head.generation(), batch.index(), digest.state()));
        });
  }

  private static Map<byte[], StateWrite> lastOfEachKey(StateBatch batch) {
    Map<byte[], StateWrite> last = new TreeMap<>(BytesType.INSTANCE);
    for (StateWrite write : batch.entries()) {
      last.put(Keys.of(write.namespace(), write.key(), write.version()), write);
    }
    return last;
  }

  /** All or nothing: what was written before a failure is taken back. */
  private void writeAll(Map<byte[], StateWrite> writes, StateDigest digest) {
    Deque<Runnable> undo = new ArrayDeque<>();
    try {
      writes.forEach((place, write) -> undo.push(write(place, write, digest)));
    } catch (RuntimeException e) {
      undo.forEach(Runnable::run);
      throw e;
    }
  }

  /** Returns what takes it back. */
  private Runnable write(byte[] place, StateWrite write, StateDigest digest) {
    Bytes value = write.value();
    byte @Nullable [] old =
        value == null
            ? entries.remove(place)
            : entries.put(place, Values.encode(value, write.version()));
    if (old != null) {
      digest.remove(write.namespace(), write.key(), Values.valueOf(old), Values.versionOf(old));
    }
    if (value != null) {
      digest.add(write.namespace(), write.key(), value, write.version());
    }
    return () -> {
      if (old == null) {
        entries.remove(place);
      } else {
        entries.put(place, old);
      }
    };
  }

  private void publish(Head head) {
    engine.putHead(head);
    published = new Published(head, engine.frozen(entries));
  }

  void flush() {
    attempt(this::save);
  }

  private void save() {
    engine.save();
    durableIndex = published.head().index();
    if (engine.compacted()) {
      publish(published.head());
    }
  }

  /**
   * Empties the store, fills a generation that nobody reads, and shows it at the end. Both ends are
   * on disk before the next begins, so a crash between leaves an empty store. What is read goes to
   * the file as soon as it is some megabytes: nothing is collected.
   */
  void load(long index, Iterator<StateEntry> source) {
    if (index < 0) {
      throw new IllegalArgumentException("index: " + index + " (expected: >= 0)");
    }
    int generation = published.head().generation();
    attempt(() -> show(Head.empty(generation + 1), engine.entries(generation + 1)));
    MVMap<byte[], byte[]> filled = engine.call(() -> engine.entries(generation + 2));
    try {
      Bytes digestState = fill(filled, source);
      attempt(() -> show(new Head(generation + 2, index, digestState), filled));
    } finally {
      attempt(() -> engine.keepOnly(published.head().generation()));
    }
  }

  /** What the source throws goes through as it is. */
  private Bytes fill(MVMap<byte[], byte[]> target, Iterator<StateEntry> source) {
    StateDigest digest = new StateDigest();
    while (source.hasNext()) {
      StateEntry each = source.next();
      byte[] place = Keys.of(each.namespace(), each.key(), each.version());
      digest.add(each.namespace(), each.key(), each.value(), each.version());
      attempt(() -> fillIn(target, place, Values.encode(each.value(), each.version())));
    }
    return digest.state();
  }

  private void fillIn(MVMap<byte[], byte[]> target, byte[] place, byte[] value) {
    target.put(place, value);
    if (engine.isFull()) {
      engine.save();
    }
  }

  private void show(Head head, MVMap<byte[], byte[]> shown) {
    entries = shown;
    publish(head);
    engine.keepOnly(head.generation());
    save();
  }

  /** Saves what is left. */
  void close() {
    if (!engine.isBroken() && durableIndex < published.head().index()) {
      engine.save();
    }
  }

  private void attempt(Runnable action) {
    try {
      engine.call(
          () -> {
            action.run();
            return action;
          });
      health = Health.OK;
    } catch (MeshException e) {
      health = Health.degraded("writes fail: " + e.text());
      throw e;
    }
  }
}
