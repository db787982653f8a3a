package io.cmesh.state.memory;

import io.cmesh.api.Bytes;
import io.cmesh.api.state.StateEntry;
import org.jspecify.annotations.Nullable;

/**
 * A node of an immutable AVL tree of entries (Adelson-Velsky and Landis 1962), ordered by
 * namespace, then key; null is the empty tree. A change copies the path to it, some twenty nodes in
 * a million, and shares the rest: so whoever holds a root holds a snapshot.
 */
record Tree(StateEntry entry, @Nullable Tree left, @Nullable Tree right, int height) {
  static @Nullable StateEntry find(@Nullable Tree tree, String namespace, Bytes key) {
    Tree at = tree;
    while (at != null) {
      int order = at.compare(namespace, key);
      if (order == 0) {
        return at.entry;
      }
      at = order < 0 ? at.left : at.right;
    }
    return null;
  }

  /** With an entry added, or put in place of the one with its key. */
  static Tree with(@Nullable Tree tree, StateEntry entry) {
    if (tree == null) {
      return node(entry, null, null);
    }
    int order = tree.compare(entry.namespace(), entry.key());
    if (order == 0) {
      return new Tree(entry, tree.left, tree.right, tree.height);
    }
    return order < 0
        ? balanced(tree.entry, with(tree.left, entry), tree.right)
        : balanced(tree.entry, tree.left, with(tree.right, entry));
  }

  /** Without the entry of a key, which must be there. */
  static @Nullable Tree without(@Nullable Tree tree, String namespace, Bytes key) {
    if (tree == null) {
      throw new IllegalStateException("no entry " + namespace + "/" + key + " to take away");
    }
    int order = tree.compare(namespace, key);
    if (order == 0) {
      return joined(tree.left, tree.right);
    }
    return order < 0
        ? balanced(tree.entry, without(tree.left, namespace, key), tree.right)
        : balanced(tree.entry, tree.left, without(tree.right, namespace, key));
  }

  private static @Nullable Tree joined(@Nullable Tree left, @Nullable Tree right) {
    if (left == null) {
      return right;
    }
    if (right == null) {
      return left;
    }
    return balanced(right.first(), left, right.withoutFirst());
  }

  private StateEntry first() {
    Tree at = this;
    for (Tree next = left; next != null; next = next.left) {
      at = next;
    }
    return at.entry;
  }

  private @Nullable Tree withoutFirst() {
    return left == null ? right : balanced(entry, left.withoutFirst(), right);
  }

  /** How the key sought stands to this node's: negative before. */
  int compare(String namespace, Bytes key) {
    int order = namespace.compareTo(entry.namespace());
    return order != 0 ? order : key.compareTo(entry.key());
  }

  /** A node of subtrees whose heights differ by two at most. */
  private static Tree balanced(StateEntry entry, @Nullable Tree left, @Nullable Tree right) {
    int lean = height(left) - height(right);
    if (lean > 1 && left != null) {
      return leftRaised(entry, left, right);
    }
    if (lean < -1 && right != null) {
      return rightRaised(entry, left, right);
    }
    return node(entry, left, right);
  }

  private static Tree leftRaised(StateEntry entry, Tree left, @Nullable Tree right) {
    Tree inner = left.right;
    if (inner == null || height(left.left) >= inner.height) {
      return node(left.entry, left.left, node(entry, inner, right));
    }
    return node(
        inner.entry, node(left.entry, left.left, inner.left), node(entry, inner.right, right));
  }

  private static Tree rightRaised(StateEntry entry, @Nullable Tree left, Tree right) {
    Tree inner = right.left;
    if (inner == null || height(right.right) >= inner.height) {
      return node(right.entry, node(entry, left, inner), right.right);
    }
    return node(
        inner.entry, node(entry, left, inner.left), node(right.entry, inner.right, right.right));
  }

  private static Tree node(StateEntry entry, @Nullable Tree left, @Nullable Tree right) {
    return new Tree(entry, left, right, 1 + Math.max(height(left), height(right)));
  }

  private static int height(@Nullable Tree tree) {
    return tree == null ? 0 : tree.height;
  }
}
