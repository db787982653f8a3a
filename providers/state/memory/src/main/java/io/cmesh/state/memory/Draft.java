package io.cmesh.state.memory;

import io.cmesh.api.Bytes;
import io.cmesh.api.state.StateDigest;
import io.cmesh.api.state.StateEntry;
import io.cmesh.api.state.StateWrite;
import org.jspecify.annotations.Nullable;

/** The content that is being made of the present one. Not thread-safe. */
final class Draft {
  // A tree node, an entry, two Bytes with their arrays: headers and references, roughly.
  private static final long OVERHEAD_BYTES = 160;

  private final StateDigest digest;
  private @Nullable Tree tree;
  private long bytes;

  Draft(Content content) {
    this.digest = new StateDigest(content.digestState());
    this.tree = content.tree();
    this.bytes = content.bytes();
  }

  void apply(StateWrite write) {
    Rules.check(write.namespace(), write.key(), write.version());
    Bytes value = write.value();
    if (value == null) {
      takeAway(write.namespace(), write.key());
    } else {
      put(new StateEntry(write.namespace(), write.key(), value, write.version()));
    }
  }

  void put(StateEntry entry) {
    Rules.check(entry.namespace(), entry.key(), entry.version());
    StateEntry old = Tree.find(tree, entry.namespace(), entry.key());
    if (old != null) {
      forget(old);
    }
    digest.add(entry.namespace(), entry.key(), entry.value(), entry.version());
    bytes += sizeOf(entry);
    tree = Tree.with(tree, entry);
  }

  private void takeAway(String namespace, Bytes key) {
    StateEntry old = Tree.find(tree, namespace, key);
    if (old != null) {
      forget(old);
      tree = Tree.without(tree, namespace, key);
    }
  }

  private void forget(StateEntry old) {
    digest.remove(old.namespace(), old.key(), old.value(), old.version());
    bytes -= sizeOf(old);
  }

  private static long sizeOf(StateEntry entry) {
    return OVERHEAD_BYTES + entry.key().size() + entry.value().size();
  }

  long bytes() {
    return bytes;
  }

  Content at(long index) {
    return new Content(tree, index, digest.state(), bytes);
  }
}
