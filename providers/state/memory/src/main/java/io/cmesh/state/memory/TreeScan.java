package io.cmesh.state.memory;

import io.cmesh.api.Bytes;
import io.cmesh.api.state.Scan;
import io.cmesh.api.state.StateEntry;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.NoSuchElementException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** An in-order walk that ends before the first entry that is not wanted. Not thread-safe. */
final class TreeScan implements Scan {
  private final Deque<Tree> ahead = new ArrayDeque<>();
  private final Predicate<StateEntry> wanted;

  private TreeScan(Predicate<StateEntry> wanted) {
    this.wanted = wanted;
  }

  static TreeScan all(@Nullable Tree tree) {
    TreeScan scan = new TreeScan(entry -> true);
    scan.descend(tree);
    return scan;
  }

  /** From a key on, while {@code wanted}. */
  static TreeScan from(
      @Nullable Tree tree, String namespace, Bytes key, Predicate<StateEntry> wanted) {
    TreeScan scan = new TreeScan(wanted);
    scan.seek(tree, namespace, key);
    return scan;
  }

  private void seek(@Nullable Tree tree, String namespace, Bytes key) {
    Tree at = tree;
    while (at != null) {
      if (at.compare(namespace, key) <= 0) {
        ahead.push(at);
        at = at.left();
      } else {
        at = at.right();
      }
    }
  }

  private void descend(@Nullable Tree tree) {
    for (Tree at = tree; at != null; at = at.left()) {
      ahead.push(at);
    }
  }

  @Override
  public boolean hasNext() {
    Tree next = ahead.peek();
    return next != null && wanted.test(next.entry());
  }

  @Override
  public StateEntry next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the scan is at its end");
    }
    Tree next = ahead.pop();
    descend(next.right());
    return next.entry();
  }

  @Override
  public void close() {
    ahead.clear();
  }
}
