package ${package};

import io.cmesh.api.Bytes;
import io.cmesh.api.provider.Health;
import io.cmesh.api.provider.Instance;
import io.cmesh.api.state.Scan;
import io.cmesh.api.state.StateBatch;
import io.cmesh.api.state.StateDigest;
import io.cmesh.api.state.StateEntry;
import io.cmesh.api.state.StateSnapshot;
import io.cmesh.api.state.StateStore;
import io.cmesh.api.state.StateWrite;
import io.cmesh.api.state.Versioned;
import java.util.Iterator;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One reference to a {@link Content} that never changes; a batch makes the next one. Right, but
 * slow where there is much: the whole map is copied for each batch. Put your engine in its place.
 */
final class Store implements StateStore, Instance<StateStore> {
  private volatile @Nullable Content current = Content.empty();

  private Content content() {
    Content content = current;
    if (content == null) {
      throw new IllegalStateException("state/${name}: closed (expected: no calls after close)");
    }
    return content;
  }

  @Override
  public long index() {
    return content().index();
  }

  /** Nothing survives a crash: the node's log has to reach back to the beginning. */
  @Override
  public long durableIndex() {
    return 0;
  }

  @Override
  public @Nullable Versioned get(String namespace, Bytes key) {
    return content().get(namespace, key);
  }

  @Override
  public Scan scan(String namespace, Bytes from, @Nullable Bytes to) {
    return content().scan(namespace, from, to);
  }

  @Override
  public StateSnapshot snapshot() {
    return content();
  }

  @Override
  public Bytes digest() {
    return content().digest();
  }

  @Override
  public void commit(StateBatch batch) {
    Content before = content();
    if (batch.index() <= before.index()) {
      throw new IllegalArgumentException(
          "index: " + batch.index() + " (expected: > " + before.index() + ")");
    }
    NavigableMap<Bytes, StateEntry> entries = new TreeMap<>(before.entries());
    StateDigest digest = new StateDigest(before.digestState());
    batch.entries().forEach(write -> apply(write, entries, digest));
    current = new Content(batch.index(), entries, digest.state());
  }

  private static void apply(
      StateWrite write, NavigableMap<Bytes, StateEntry> entries, StateDigest digest) {
    Bytes place = Keys.of(write.namespace(), write.key(), write.version());
    Bytes value = write.value();
    if (value == null) {
      forget(entries.remove(place), digest);
    } else {
      put(
          place,
          new StateEntry(write.namespace(), write.key(), value, write.version()),
          entries,
          digest);
    }
  }

  private static void put(
      Bytes place, StateEntry entry, NavigableMap<Bytes, StateEntry> entries, StateDigest digest) {
    digest.add(entry.namespace(), entry.key(), entry.value(), entry.version());
    forget(entries.put(place, entry), digest);
  }

  private static void forget(@Nullable StateEntry old, StateDigest digest) {
    if (old != null) {
      digest.remove(old.namespace(), old.key(), old.value(), old.version());
    }
  }

  @Override
  public void flush() {
    content();
  }

  @Override
  public void load(long index, Iterator<StateEntry> source) {
    content();
    // Should the source fail, the store is empty.
    current = Content.empty();
    NavigableMap<Bytes, StateEntry> entries = new TreeMap<>();
    StateDigest digest = new StateDigest();
    source.forEachRemaining(
        each -> put(Keys.of(each.namespace(), each.key(), each.version()), each, entries, digest));
    current = new Content(index, entries, digest.state());
  }

  @Override
  public long sizeBytes() {
    return content().entries().values().stream()
        .mapToLong(each -> each.key().size() + each.value().size())
        .sum();
  }

  @Override
  public StateStore service() {
    return this;
  }

  @Override
  public Health health() {
    return current == null ? Health.down("closed") : Health.OK;
  }

  @Override
  public void close() {
    current = null;
  }
}
