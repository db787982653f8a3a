package io.cmesh.kernel.order;

import io.cmesh.api.Bytes;
import io.cmesh.api.iam.SessionRecord;
import io.cmesh.api.permission.Permissions;
import io.cmesh.api.registrar.Names;
import io.cmesh.api.state.Scan;
import io.cmesh.api.state.StateBatch;
import io.cmesh.api.state.StateStore;
import io.cmesh.api.state.StateWrite;
import io.cmesh.api.state.Versioned;
import io.cmesh.api.state.View;
import io.cmesh.kernel.handlers.contracts.ContractState;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A store with a cache before the few namespaces that every request asks: sessions, rules, owners,
 * names, which addresses have code. Values themselves are always read from the store.
 *
 * <p>A cached answer is as good as the store's: a look-up runs under the lock of its key ({@link
 * ConcurrentHashMap#computeIfAbsent}), and a commit drops the keys it wrote before anyone hears of
 * it. So whoever knows of a commit reads what it wrote.
 */
public final class CachedState implements View {
  private static final int MOST_ENTRIES = 100_000;
  private static final Versioned ABSENT = new Versioned(Bytes.EMPTY, 0);
  private static final Set<String> CACHED =
      Set.of(
          SessionRecord.NAMESPACE,
          Permissions.RULES,
          Permissions.OWNERS,
          Names.NAMESPACE,
          ContractState.CODE_HASHES);

  private final StateStore store;
  private final ConcurrentHashMap<Key, Versioned> cache = new ConcurrentHashMap<>();

  // While a commit is under way: the index before it.
  private volatile long held = Long.MAX_VALUE;

  private record Key(String namespace, Bytes key) {}

  /** Before {@code store}. */
  public CachedState(StateStore store) {
    this.store = store;
  }

  /** The store itself. */
  public StateStore store() {
    return store;
  }

  /**
   * The index of the last commit that is seen: one under way may be in the store already, and what
   * it made stale not yet dropped.
   */
  @Override
  public long index() {
    // The store first: if it has the commit, then whether the commit is under way is known.
    return Math.min(store.index(), held);
  }

  @Override
  public @Nullable Versioned get(String namespace, Bytes key) {
    if (!CACHED.contains(namespace)) {
      return store.get(namespace, key);
    }
    Versioned value = cache.computeIfAbsent(new Key(namespace, key), this::load);
    return value.version() == ABSENT.version() ? null : value;
  }

  private Versioned load(Key key) {
    Versioned value = store.get(key.namespace, key.key);
    return value == null ? ABSENT : value;
  }

  @Override
  public Scan scan(String namespace, Bytes from, @Nullable Bytes to) {
    return store.scan(namespace, from, to);
  }

  /** Commits a batch and drops what it made stale. On the applier's thread alone. */
  public void commit(StateBatch batch) {
    held = store.index();
    try {
      store.commit(batch);
      drop(batch);
    } finally {
      held = Long.MAX_VALUE;
    }
  }

  private void drop(StateBatch batch) {
    if (cache.size() > MOST_ENTRIES) {
      cache.clear();
    }
    for (StateWrite write : batch.entries()) {
      if (CACHED.contains(write.namespace())) {
        cache.remove(new Key(write.namespace(), write.key()));
      }
    }
  }
}
