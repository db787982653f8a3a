package io.cmesh.state.memory;

import io.cmesh.api.Bytes;
import io.cmesh.api.state.Scan;
import io.cmesh.api.state.StateDigest;
import io.cmesh.api.state.StateEntry;
import io.cmesh.api.state.StateSnapshot;
import io.cmesh.api.state.Versioned;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * All that the store holds at one index, immutable: both what readers see and a snapshot.
 *
 * @param bytes of keys and values, and an estimate of what holds them
 */
record Content(@Nullable Tree tree, long index, Bytes digestState, long bytes)
    implements StateSnapshot {
  static Content empty() {
    return new Content(null, 0, new StateDigest().state(), 0);
  }

  @Override
  public @Nullable Versioned get(String namespace, Bytes key) {
    StateEntry found = Tree.find(tree, Rules.checked(namespace), key);
    return found == null ? null : new Versioned(found.value(), found.version());
  }

  @Override
  public Scan scan(String namespace, Bytes from, @Nullable Bytes to) {
    Rules.checked(namespace);
    Predicate<StateEntry> inside =
        entry ->
            entry.namespace().equals(namespace) && (to == null || entry.key().compareTo(to) < 0);
    return TreeScan.from(tree, namespace, from, inside);
  }

  @Override
  public Scan all() {
    return TreeScan.all(tree);
  }

  @Override
  public Bytes digest() {
    return new StateDigest(digestState).value();
  }

  /** Nothing to free. */
  @Override
  public void close() {}
}
