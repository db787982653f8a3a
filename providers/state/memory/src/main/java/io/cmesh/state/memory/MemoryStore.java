package io.cmesh.state.memory;

import io.cmesh.api.Bytes;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import io.cmesh.api.provider.Health;
import io.cmesh.api.provider.Instance;
import io.cmesh.api.state.Scan;
import io.cmesh.api.state.StateBatch;
import io.cmesh.api.state.StateEntry;
import io.cmesh.api.state.StateSnapshot;
import io.cmesh.api.state.StateStore;
import io.cmesh.api.state.Versioned;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * One reference to an immutable {@link Content}: a batch is one volatile write, a snapshot one
 * read, and no reader ever waits. Thread-safe as {@link StateStore} says.
 */
final class MemoryStore implements StateStore, Instance<StateStore> {
  private final long maxBytes;
  private volatile @Nullable Content current = Content.empty();

  MemoryStore(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  private Content content() {
    Content content = current;
    if (content == null) {
      throw new IllegalStateException("state/memory: closed (expected: no calls after close)");
    }
    return content;
  }

  @Override
  public long index() {
    return content().index();
  }

  /** Nothing here survives a crash: the command log has to reach back to the beginning. */
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
  public void commit(StateBatch batch) {
    Content before = content();
    if (batch.index() <= before.index()) {
      throw new IllegalArgumentException(
          "index: " + batch.index() + " (expected: > " + before.index() + ")");
    }
    Draft draft = new Draft(before);
    batch.entries().forEach(draft::apply);
    requireRoom(draft, before);
    current = draft.at(batch.index());
  }

  private void requireRoom(Draft draft, Content before) {
    if (draft.bytes() > maxBytes && draft.bytes() > before.bytes()) {
      throw new MeshException(
          Status.INSUFFICIENT_STORAGE,
          "CMESH-STA-010",
          "state/memory: " + draft.bytes() + " bytes (expected: at most " + maxBytes + ")",
          "Raise maxBytes in etc/io.cmesh.state.memory.cfg and the JVM's heap, or swap to"
              + " state/rocksdb.");
    }
  }

  @Override
  public StateSnapshot snapshot() {
    return content();
  }

  @Override
  public Bytes digest() {
    return content().digest();
  }

  /** Does nothing but to refuse a closed store: there is no disk behind it. */
  @Override
  public void flush() {
    content();
  }

  @Override
  public void load(long index, Iterator<StateEntry> entries) {
    if (index < 0) {
      throw new IllegalArgumentException("index: " + index + " (expected: >= 0)");
    }
    content();
    Content empty = Content.empty();
    current = empty;
    Draft draft = new Draft(empty);
    while (entries.hasNext()) {
      draft.put(entries.next());
      requireRoom(draft, empty);
    }
    current = draft.at(index);
  }

  @Override
  public long sizeBytes() {
    return content().bytes();
  }

  @Override
  public StateStore service() {
    return this;
  }

  @Override
  public Health health() {
    Content content = current;
    if (content == null) {
      return Health.down("closed");
    }
    return content.bytes() > maxBytes / 10 * 9
        ? Health.warn("more than nine tenths of maxBytes are in use")
        : Health.OK;
  }

  @Override
  public void close() {
    current = null;
  }
}
